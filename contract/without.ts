/** Members equal to `blank`'s are left out. */
export function without<T extends object>(value: T, blank: Partial<T>): Partial<T> {
  const kept = Object.entries(value).filter(([name, member]) => {
    const said = Reflect.get(blank, name);
    return said === undefined || JSON.stringify(member) !== JSON.stringify(said);
  });
  const packed: Partial<T> = {};
  for (const [name, member] of kept) Reflect.set(packed, name, member);
  return packed;
}
