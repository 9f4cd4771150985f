import { readFileSync } from "node:fs"
import { request } from "node:https"
import { TLSSocket } from "node:tls"
import { makeAuthority, tlsFiles } from "../../leaf/tls/authority.ts"
import { temporaryFolder } from "./folder.ts"

/** A data folder with an authority of its own, for this machine. */
export async function folderWithAuthority(): Promise<string> {
  const data = temporaryFolder()
  await makeAuthority(data, { names: ["localhost", "felt.example"], addresses: ["127.0.0.1"] })
  return data
}

export type Secured = {
  status: number
  headers: NodeJS.Dict<string | string[]>
  text: string
  /** The serial number of the certificate that was shown. */
  serial: string
}

/** Asks over https as a device that trusts the folder's authority and nobody else. */
export function askSecurely(
  data: string,
  url: string,
  {
    method = "GET",
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Secured> {
  const ca = readFileSync(tlsFiles(data).authority)
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { ca, agent: false, method, headers, ...(headers["Host"] && { servername: "localhost" }) },
      (answer) => {
        const { socket } = answer
        const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
        let text = ""
        answer.setEncoding("utf8").on("data", (part: string) => (text += part))
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text,
            serial: shown?.serialNumber ?? "",
          }),
        )
      },
    )
    asked.on("error", reject)
    asked.end(body)
  })
}
