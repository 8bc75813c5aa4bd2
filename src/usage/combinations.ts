/** More are not tried: what fits by chance among so many proves nothing. */
const MAX_COMBINATIONS = 4096;

/** Every choice of one option per place; undefined when there are more than {@link MAX_COMBINATIONS}. */
export function combinations<Option>(
  places: readonly (readonly Option[])[],
): Option[][] | undefined {
  let count = 1;
  for (const options of places) count *= options.length;
  if (count > MAX_COMBINATIONS) return undefined;

  let choices: Option[][] = [[]];
  for (const options of places) {
    choices = choices.flatMap((choice) => options.map((option) => [...choice, option]));
  }
  return choices;
}
