package io.github.basetenci.secrets;

import java.util.Locale;

/** The kinds of problems that the secrets of a configuration can have. */
public enum Rule {
  /** {@code truss} cannot read the file. */
  UNREADABLE(Level.ERROR, true),
  /** The section is a list or a single value. */
  SECRETS_NOT_A_MAPPING(Level.ERROR, true),
  /** The section has nothing below it. */
  SECRETS_WITHOUT_CONTENT(Level.ERROR, true),
  /** A name is a number or a boolean in YAML 1.1. */
  NAME_NOT_TEXT(Level.ERROR, true),
  /** A value is no text in YAML 1.1. */
  VALUE_NOT_TEXT(Level.ERROR, true),
  /** A secret has a value where null belongs. */
  LITERAL_VALUE(Level.ERROR, false),
  /** A secret has an empty text where null belongs. */
  EMPTY_VALUE(Level.WARNING, false),
  /** A name is declared twice, and truss uses the last declaration. */
  DUPLICATE_NAME(Level.ERROR, false),
  /** A name is too long or has unusual characters. */
  NAME_FORM(Level.WARNING, false),
  /** The server treats two names as one secret. */
  NAMES_COLLIDE(Level.WARNING, false),
  /** Two names differ only in upper and lower case. */
  NAMES_DIFFER_IN_CASE(Level.WARNING, false),
  /** A section whose name is nearly {@code secrets} declares nothing. */
  MISSPELT_SECTION(Level.ERROR, false),
  /** A text looks like a key. */
  KEY_IN_FILE(Level.ERROR, false),
  /** The name and the value of an environment variable look like a secret. */
  SECRET_IN_ENVIRONMENT(Level.ERROR, false),
  /** Truss refuses the name of a build secret. */
  BUILD_SECRET_NAME(Level.ERROR, true),
  /** A source of weights names two secrets, and truss allows only one. */
  TWO_AUTH_SECRETS(Level.ERROR, true),
  /** A field names a secret that is not declared. */
  FIELD_NOT_DECLARED(Level.WARNING, false),
  /** The code reads a secret that is not declared. */
  USE_NOT_DECLARED(Level.ERROR, false),
  /** The code is written to work without a secret that is not declared, but truss fails anyway. */
  GUARDED_USE(Level.WARNING, false),
  /** The code reads a secret that is not declared, or something else that has the secret's name. */
  UNCLEAR_USE(Level.WARNING, false),
  /** Something reads a file of a secret that is not declared. */
  FILE_NOT_DECLARED(Level.WARNING, false),
  /** No code was seen to use the secret. */
  NOT_USED(Level.INFO, false),
  /** The constructor of the model's class does not take the secrets. */
  NO_PARAMETER(Level.WARNING, false),
  /** The workspace has no such secret. */
  MISSING(Level.ERROR, false),
  /** Another team has the secret. */
  IN_ANOTHER_TEAM(Level.ERROR, false),
  /**
   * The team has the secret in another spelling of the name, which the server treats as the same
   * name.
   */
  OTHER_SPELLING(Level.WARNING, false);

  /** The severity of a finding. */
  public enum Level {
    /** The push or the model fails. */
    ERROR,
    /** Something may fail. */
    WARNING,
    /** Nothing fails. */
    INFO
  }

  private final Level level;
  private final boolean refusedByTruss;

  Rule(Level level, boolean refusedByTruss) {
    this.level = level;
    this.refusedByTruss = refusedByTruss;
  }

  /** The severity of a finding. */
  public Level level() {
    return level;
  }

  /** Whether {@code truss} does not load such a configuration. */
  public boolean refusedByTruss() {
    return refusedByTruss;
  }

  /** The name of the rule in results and documentation, such as {@code literal-value}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
