---- MODULE LeaseBreak ----
\* Tasks that open files and lease them: the twin of test/models/lease-break.ts, action by action.
EXTENDS Naturals, FiniteSets
CONSTANT N
VARIABLES at, file, lease

Tasks == 0..(N - 1)
Files == {0, 1}
Modes == {"read", "write"}
vars == <<at, file, lease>>

Foreign(a, b) == a \div 2 # b \div 2
IsWrite(l) == l \in {"write", "write to unlock", "write to read"}
IsBreaking(l) == l \in {"read to unlock", "write to unlock", "write to read"}
IsOpen(who) == at[who] \in {"reads", "writes"}
Conflicts(who, what, holder, wanted) ==
  /\ Foreign(who, holder)
  /\ IF wanted = "write" THEN lease[what][holder] # "none" ELSE IsWrite(lease[what][holder])
IsStopped(who, what, wanted) == \E holder \in Tasks : Conflicts(who, what, holder, wanted)
Broken(l, by) ==
  IF by = "read" THEN (IF l = "write" THEN "write to read" ELSE l)
  ELSE IF l = "read" THEN "read to unlock"
  ELSE IF l \in {"write", "write to read"} THEN "write to unlock" ELSE l

Init ==
  /\ at = [who \in Tasks |-> "idle"]
  /\ file = [who \in Tasks |-> 0]
  /\ lease = [what \in Files |-> [who \in Tasks |-> "none"]]

Open(who, what, wanted) ==
  /\ at[who] = "idle"
  /\ file' = [file EXCEPT ![who] = what]
  /\ IF IsStopped(who, what, wanted)
     THEN /\ at' = [at EXCEPT ![who] = IF wanted = "write" THEN "blocked write" ELSE "blocked read"]
          /\ lease' = [lease EXCEPT ![what] = [holder \in Tasks |->
               IF Conflicts(who, what, holder, wanted) THEN Broken(lease[what][holder], wanted) ELSE lease[what][holder]]]
     ELSE /\ at' = [at EXCEPT ![who] = IF wanted = "write" THEN "writes" ELSE "reads"]
          /\ UNCHANGED lease

Unblock(who) ==
  /\ at[who] \in {"blocked read", "blocked write"}
  /\ ~IsStopped(who, file[who], IF at[who] = "blocked write" THEN "write" ELSE "read")
  /\ at' = [at EXCEPT ![who] = IF at[who] = "blocked write" THEN "writes" ELSE "reads"]
  /\ UNCHANGED <<file, lease>>

SetLease(who, wanted) ==
  /\ IsOpen(who)
  /\ lease[file[who]][who] = "none"
  /\ \A holder \in Tasks : ~IsBreaking(lease[file[who]][holder])
  /\ IF wanted = "read"
     THEN \A other \in Tasks :
            ~IsWrite(lease[file[who]][other]) /\ ~(at[other] = "writes" /\ file[other] = file[who])
     ELSE \A other \in Tasks : other # who => ~(IsOpen(other) /\ file[other] = file[who])
  /\ lease' = [lease EXCEPT ![file[who]] = [lease[file[who]] EXCEPT ![who] = wanted]]
  /\ UNCHANGED <<at, file>>

Close(who) ==
  /\ IsOpen(who)
  /\ at' = [at EXCEPT ![who] = "idle"]
  /\ lease' = [lease EXCEPT ![file[who]] = [lease[file[who]] EXCEPT ![who] = "none"]]
  /\ file' = [file EXCEPT ![who] = 0]

Acknowledge(who, what) ==
  /\ IsBreaking(lease[what][who])
  /\ lease' = [lease EXCEPT ![what] = [lease[what] EXCEPT
       ![who] = IF lease[what][who] = "write to read" THEN "read" ELSE "none"]]
  /\ UNCHANGED <<at, file>>

Next == \E who \in Tasks :
  \/ \E what \in Files, wanted \in Modes : Open(who, what, wanted)
  \/ Unblock(who)
  \/ \E wanted \in Modes : SetLease(who, wanted)
  \/ Close(who)
  \/ \E what \in Files : Acknowledge(who, what)

Spec == Init /\ [][Next]_vars

WritersMeetNoForeignLease == \A who \in Tasks : at[who] = "writes" => ~IsStopped(who, file[who], "write")
OneWriteLeaseAFile == \A what \in Files : Cardinality({who \in Tasks : IsWrite(lease[what][who])}) <= 1
====
