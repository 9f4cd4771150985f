interface ImportMetaEnv {
  /** Which build of the app this is; the Leaf's is in `GET /api/venue` and in `X-Felt-Build`. */
  readonly VITE_FELT_BUILD: string
}
