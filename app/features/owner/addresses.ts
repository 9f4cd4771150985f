/** The address at which one signs in, with what a browser has to know for it. */
export const signInAddress = (tenantId: string): string =>
  `${location.origin}/owner?organisation=${tenantId}`

/** Where whoever was invited chooses a password; what is behind the # goes to no server. */
export const invitationAddress = (invitation: string): string =>
  `${location.origin}/owner#invitation=${invitation}`
