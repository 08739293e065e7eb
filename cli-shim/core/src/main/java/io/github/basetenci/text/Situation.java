package io.github.basetenci.text;

/**
 * What a failure of the library is about, where what to do next depends on the front end: the
 * command has flags for it, the action has inputs, Jenkins has fields. The words are those of an
 * {@link Advice}.
 */
public enum Situation {
  /** No key was given, and no variable holds one. */
  KEY_MISSING,
  /** A command needs a login, and there is none. */
  NOT_LOGGED_IN,
  /** Something was asked about the stored logins, and there are none. */
  NO_PROFILE_STORED,
  /** The login in use is to be the profile of this name, which is not stored. */
  PROFILE_NOT_STORED,
  /** The login in use is to be the remote of this name, which is not stored. */
  REMOTE_NOT_STORED,
  /** Something was asked about the login of a name that is not stored. */
  NAME_NOT_STORED,
  /** A profile is to be current, and its name is that of a remote alone. */
  REMOTE_IS_NO_PROFILE,
  /** Nothing says which of the profiles of these names is meant. */
  PROFILE_NOT_CHOSEN,
  /** Nothing says which of the remotes is meant. */
  REMOTE_NOT_CHOSEN,
  /** As {@link #PROFILE_NOT_CHOSEN}, when logging out. */
  LOGOUT_PROFILE_NOT_CHOSEN,
  /** As {@link #REMOTE_NOT_CHOSEN}, when logging out. */
  LOGOUT_REMOTE_NOT_CHOSEN,
  /** The remote of this name is an OAuth login, whose session only truss can end. */
  LOGOUT_OF_OAUTH_REMOTE,
  /** The profile of this name is an OAuth login, whose session only baseten can end. */
  LOGOUT_OF_OAUTH_PROFILE,
  /** The remote and the profile that a login overwrites have different URLs. */
  STORED_URLS_DIFFER,
  /** No path of a file is known; the variable of this name could give one. */
  STORE_PATH_UNKNOWN,
  /** A server has a certificate that no known authority has signed for its name. */
  CERTIFICATE_NOT_TRUSTED,
  /** A file of further certificate authorities is missing, or holds no sound certificate. */
  CA_FILE_UNUSABLE,
  /** A proxy does not let requests through to the host. */
  PROXY_REFUSES,
  /** A proxy wants a user and a password, and was given none. */
  PROXY_LOGIN_MISSING,
  /** A proxy refuses the user and the password that it was given. */
  PROXY_LOGIN_REFUSED,
  /** A proxy wants a login of a kind that cannot be given. */
  PROXY_LOGIN_UNKNOWN,
  /** A rotation cannot see whether a key is limited to environments, so somebody must say it. */
  KEY_MAY_BE_SCOPED
}
