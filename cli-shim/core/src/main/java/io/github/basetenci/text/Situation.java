package io.github.basetenci.text;

/**
 * What a failure of the library is about, for failures whose advice depends on the front end: the
 * command has flags, the action has inputs, and Jenkins has fields. An {@link Advice} gives the
 * words of the front end.
 */
public enum Situation {
  /** No key was given, and no variable holds one. */
  KEY_MISSING,
  /** The job has no identity token by itself, and nothing says where one comes from. */
  IDENTITY_MISSING,
  /** The job has several identity tokens by itself. */
  IDENTITY_NOT_CHOSEN,
  /** A command needs a login, and no login is stored. */
  NOT_LOGGED_IN,
  /** The request needs the stored logins, and no login is stored. */
  NO_PROFILE_STORED,
  /** The user wants to use the profile of this name, and it is not stored. */
  PROFILE_NOT_STORED,
  /** The user wants to use the remote of this name, and it is not stored. */
  REMOTE_NOT_STORED,
  /** The request is about a login of this name, and no login of this name is stored. */
  NAME_NOT_STORED,
  /** The user wants to make a profile current, but only a remote has this name. */
  REMOTE_IS_NO_PROFILE,
  /** Nothing says which of the profiles of these names is meant. */
  PROFILE_NOT_CHOSEN,
  /** Nothing says which of the remotes is meant. */
  REMOTE_NOT_CHOSEN,
  /** At logout, nothing says which of the profiles of these names is meant. */
  LOGOUT_PROFILE_NOT_CHOSEN,
  /** At logout, nothing says which of the remotes is meant. */
  LOGOUT_REMOTE_NOT_CHOSEN,
  /** The remote and the profile that a login overwrites have different URLs. */
  STORED_URLS_DIFFER,
  /** The path of a file is not known; the variable of this name could give the path. */
  STORE_PATH_UNKNOWN,
  /** A server has a certificate that no known authority has signed for its name. */
  CERTIFICATE_NOT_TRUSTED,
  /** A file of additional certificate authorities is missing or contains no valid certificate. */
  CA_FILE_UNUSABLE,
  /** A proxy does not forward requests to the host. */
  PROXY_REFUSES,
  /** A proxy requires a user and a password, and none were given. */
  PROXY_LOGIN_MISSING,
  /** A proxy refuses the given user and password. */
  PROXY_LOGIN_REFUSED,
  /** A proxy requires a kind of login that is not supported. */
  PROXY_LOGIN_UNKNOWN,
  /** A rotation cannot see whether a key is limited to environments, so the user must say it. */
  KEY_MAY_BE_SCOPED,
  /** The organization allows no new keys of the type of this name. */
  NEW_KEYS_FORBIDDEN
}
