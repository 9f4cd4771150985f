import type { structureFileEn } from "./structure-file-en.ts"

export const structureFileDa: typeof structureFileEn = {
  "structureFile.open": "Struktur fra en CSV-fil",
  "structureFile.columns":
    'Kolonner: small blind, big blind, ante, minutter; en linje "pause" er en pause',
  "structureFile.read": (name: string, rounds: number, breaks: number, stack: string) =>
    `${name}: ${rounds} niveauer, ${breaks} pauser, ${stack} chips at begynde med`,
  "structureFile.line": (line: number, problem: string) => `Linje ${line}: ${problem}`,
  "structureFile.problem.blinds":
    "small og big blind er hele tal over 0, den store ikke mindre end den lille",
  "structureFile.problem.ante": "anten er et helt tal",
  "structureFile.problem.minutes": "minutterne er et tal over 0",
  "structureFile.problem.columns": "ingen kolonne for small blind, big blind og minutter",
  "structureFile.problem.empty": "intet niveau",
}
