/** Where secrets are kept, by the usual names. */
export const secretPath =
  /(?:^|\/)(?:\.env(?:\.[^/]*)?|\.envrc|\.netrc|\.htpasswd|\.pgpass|id_(?:rsa|dsa|ecdsa|ed25519)[^/]*|[^/]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc|ppk)|(?:secrets?|credentials?)(?:\.[^/]*)?)$|(?:^|\/)(?:\.aws|\.ssh|\.kube|\.gnupg|\.docker|secrets?)\//;
