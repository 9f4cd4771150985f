/** The words of a structure that comes from a file. */
export const structureFileEn = {
  "structureFile.open": "Structure from a CSV file",
  "structureFile.columns":
    'Columns: small blind, big blind, ante, minutes; a line "break" is a break',
  "structureFile.read": (name: string, rounds: number, breaks: number, stack: string) =>
    `${name}: ${rounds} levels, ${breaks} breaks, ${stack} chips to begin with`,
  "structureFile.line": (line: number, problem: string) => `Line ${line}: ${problem}`,
  "structureFile.problem.blinds":
    "small and big blind are whole numbers above 0, the big one not smaller",
  "structureFile.problem.ante": "the ante is a whole number",
  "structureFile.problem.minutes": "the minutes are a number above 0",
  "structureFile.problem.columns": "no column for small blind, big blind and minutes",
  "structureFile.problem.empty": "no level",
}
