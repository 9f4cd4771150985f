import { X509Certificate } from "node:crypto"
import { readFile } from "node:fs/promises"
import {
  CertificateRefused,
  hasAuthority,
  makeAuthority,
  type Reached,
  reachedBy,
  tlsFiles,
} from "../leaf/tls/authority.ts"
import { InputError } from "./input-error.ts"

/** What devices are made to trust, and until when it is good. */
export type CertificateReport = Reached & {
  /** To be compared with what a device shows before it trusts. */
  authorityFingerprint: string
  authorityUntil: string
  certificateUntil: string
}

/**
 * Makes the venue's own authority and a certificate for the Leaf of a data folder, which takes it in at
 * its next start.
 * @throws InputError where a name is none, or there is an authority already and `replace` is not said
 */
export async function makeCertificate(
  data: string,
  reached: Reached,
  { replace }: { replace: boolean },
): Promise<CertificateReport> {
  if (hasAuthority(data) && !replace)
    throw new InputError(
      `There is an authority in ${data} that devices may trust. With --replace they must be made to trust a new one.`,
    )
  try {
    await makeAuthority(data, reached)
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error
    throw new InputError(error.message, { cause: error })
  }
  return showCertificate(data)
}

/** @throws InputError where the data folder has no authority */
export async function showCertificate(data: string): Promise<CertificateReport> {
  if (!hasAuthority(data))
    throw new InputError(`There is no certificate in ${data}: felt certificate make.`)
  const files = tlsFiles(data)
  const authority = new X509Certificate(await readFile(files.authority))
  const certificate = new X509Certificate(await readFile(files.certificate))
  return {
    ...reachedBy(certificate),
    authorityFingerprint: authority.fingerprint256,
    authorityUntil: new Date(authority.validTo).toISOString(),
    certificateUntil: new Date(certificate.validTo).toISOString(),
  }
}
