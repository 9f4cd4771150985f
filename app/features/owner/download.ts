/** Hands a text over as a file. */
export function download(name: string, text: string, type = "application/json"): void {
  const file = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement("a")
  link.href = file
  link.download = name
  link.click()
  URL.revokeObjectURL(file)
}
