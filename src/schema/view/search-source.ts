/** Source text shared by the collections: searches over elements in ascending key order. */

/**
 * `some`, `every`, `count`, `first` and `firstKey`.
 * @param size expression for the number of slots
 * @param element expression for the element in slot `i`
 * @param present expression for whether slot `i` holds one
 * @param version expression that differs once membership changed, or `null` when it cannot
 */
export function searchSource(size: string, element: string, present: string | null, version: string | null): string {
  const skip = present === null ? "" : `if (!(${present})) continue; `;
  const start = version === null ? "" : `const version = ${version}; `;
  const check = version === null ? "" : ` if (${version} !== version) changed(this);`;
  const loop = (body: string): string => `${start}for (let i = 0, n = ${size}; i < n; i++) { ${skip}${body} }`;
  return `
  some(test) { ${loop(`const found = test(${element}, i);${check} if (found) return true;`)} return false; }
  every(test) { ${loop(`const found = test(${element}, i);${check} if (!found) return false;`)} return true; }
  count(test) { let total = 0; ${loop(`if (test(${element}, i)) total++;${check}`)} return total; }
  first(test) { ${loop(`const e = ${element}; const found = test(e, i);${check} if (found) return e;`)} return undefined; }
  firstKey(test) { ${loop(`const found = test(${element}, i);${check} if (found) return i;`)} return undefined; }`;
}
