/** The platforms that each want their own way of trusting an authority. */
export const PLATFORMS = ["apple", "android", "windows", "mac", "chromeos"] as const
export type Platform = (typeof PLATFORMS)[number]

type Words = {
  title: string
  why: string
  download: string
  compare: string
  others: string
  done: string
  platforms: Record<Platform, { name: string; steps: string[] }>
}

/** The page has words of its own: the app, with all of its, is behind the door that this one opens. */
export const TRUST_WORDS: Record<"en" | "da", Words> = {
  en: {
    title: "Trust this venue's box",
    why: "The tournament runs on a box in this room. For a safe connection without internet, your device is told once that the box is genuine. What you add here can vouch for this box alone, and for no other site.",
    download: "Download the certificate",
    compare:
      "Before you trust it, compare this fingerprint with the one that the venue shows. If they differ, stop and tell the staff:",
    others: "Other devices",
    done: "Done? Open Felt",
    platforms: {
      apple: {
        name: "iPhone and iPad",
        steps: [
          "Download the certificate in Safari and allow the profile.",
          "Open Settings, tap “Profile Downloaded” at the top, and install it.",
          "Open Settings, General, About, Certificate Trust Settings, and switch on “Felt”.",
        ],
      },
      android: {
        name: "Android",
        steps: [
          "Download the certificate.",
          "Open Settings and search for “CA certificate” (Security, Encryption and credentials, Install a certificate).",
          "Choose “CA certificate”, “Install anyway”, and the file felt-authority.crt.",
        ],
      },
      windows: {
        name: "Windows",
        steps: [
          "Download the certificate and open it.",
          "“Install Certificate”, “Current User”, “Place all certificates in the following store”.",
          "Choose “Trusted Root Certification Authorities”, finish, and start the browser again.",
        ],
      },
      mac: {
        name: "macOS",
        steps: [
          "Download the certificate and open it: it appears in Keychain Access under “login”.",
          "Open it there, “Trust”, “When using this certificate: Always Trust”.",
          "Close the window, give your password, and start the browser again.",
        ],
      },
      chromeos: {
        name: "ChromeOS",
        steps: [
          "Download the certificate.",
          "Open Settings, Privacy and security, Security, Manage certificates, Authorities, Import.",
          "Choose felt-authority.crt and “Trust this certificate for identifying websites”.",
        ],
      },
    },
  },
  da: {
    title: "Stol på stedets boks",
    why: "Turneringen kører på en boks her i lokalet. For at forbindelsen er sikker uden internet, skal din enhed én gang vide, at boksen er ægte. Det, du tilføjer her, gælder kun for denne boks og ikke for andre sider.",
    download: "Hent certifikatet",
    compare:
      "Sammenlign dette fingeraftryk med det, stedet viser, før du stoler på det. Er de forskellige, så stop, og sig det til personalet:",
    others: "Andre enheder",
    done: "Færdig? Åbn Felt",
    platforms: {
      apple: {
        name: "iPhone og iPad",
        steps: [
          "Hent certifikatet i Safari, og tillad profilen.",
          "Åbn Indstillinger, tryk på “Profil hentet” øverst, og installér den.",
          "Åbn Indstillinger, Generelt, Om, Indstillinger for certifikattillid, og slå “Felt” til.",
        ],
      },
      android: {
        name: "Android",
        steps: [
          "Hent certifikatet.",
          "Åbn Indstillinger, og søg efter “CA-certifikat” (Sikkerhed, Kryptering og loginoplysninger, Installer et certifikat).",
          "Vælg “CA-certifikat”, “Installer alligevel” og filen felt-authority.crt.",
        ],
      },
      windows: {
        name: "Windows",
        steps: [
          "Hent certifikatet, og åbn det.",
          "“Installer certifikat”, “Aktuel bruger”, “Placer alle certifikater i følgende certifikatlager”.",
          "Vælg “Rodnøglecentre, der er tillid til”, afslut, og start browseren igen.",
        ],
      },
      mac: {
        name: "macOS",
        steps: [
          "Hent certifikatet, og åbn det: det vises i Hovednøglering under “log ind”.",
          "Åbn det dér, “Tillid”, “Ved brug af dette certifikat: Stol altid på”.",
          "Luk vinduet, skriv din adgangskode, og start browseren igen.",
        ],
      },
      chromeos: {
        name: "ChromeOS",
        steps: [
          "Hent certifikatet.",
          "Åbn Indstillinger, Privatliv og sikkerhed, Sikkerhed, Administrer certifikater, Myndigheder, Importér.",
          "Vælg felt-authority.crt og “Stol på dette certifikat til identifikation af websites”.",
        ],
      },
    },
  },
}
