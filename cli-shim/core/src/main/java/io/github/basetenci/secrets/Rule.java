package io.github.basetenci.secrets;

import java.util.Locale;

/** What can be wrong with the secrets of a configuration. */
public enum Rule {
  /** {@code truss} cannot read the file. */
  UNREADABLE(Level.ERROR, true),
  SECRETS_NOT_A_MAPPING(Level.ERROR, true),
  SECRETS_WITHOUT_CONTENT(Level.ERROR, true),
  NAME_NOT_TEXT(Level.ERROR, true),
  VALUE_NOT_TEXT(Level.ERROR, true),
  /** A value stands where null belongs. */
  LITERAL_VALUE(Level.ERROR, false),
  EMPTY_VALUE(Level.WARNING, false),
  DUPLICATE_NAME(Level.ERROR, false),
  NAME_FORM(Level.WARNING, false),
  /** Two names that are one secret to the server. */
  NAMES_COLLIDE(Level.WARNING, false),
  NAMES_DIFFER_IN_CASE(Level.WARNING, false),
  MISSPELT_SECTION(Level.ERROR, false),
  /** A text that is a key by its look. */
  KEY_IN_FILE(Level.ERROR, false),
  SECRET_IN_ENVIRONMENT(Level.ERROR, false),
  BUILD_SECRET_NAME(Level.ERROR, true),
  TWO_AUTH_SECRETS(Level.ERROR, true),
  /** A field names a secret that is not declared. */
  FIELD_NOT_DECLARED(Level.WARNING, false),
  /** The code reads a secret that is not declared. */
  USE_NOT_DECLARED(Level.ERROR, false),
  /** The code means to do without a secret that is not declared; truss fails all the same. */
  GUARDED_USE(Level.WARNING, false),
  /** The code reads a secret that is not declared, or something else of that name. */
  UNCLEAR_USE(Level.WARNING, false),
  /** Something reads a file of a secret that is not declared. */
  FILE_NOT_DECLARED(Level.WARNING, false),
  NOT_USED(Level.INFO, false),
  /** The model's class is not given the secrets. */
  NO_PARAMETER(Level.WARNING, false),
  /** The workspace has no such secret. */
  MISSING(Level.ERROR, false),
  IN_ANOTHER_TEAM(Level.ERROR, false),
  OTHER_SPELLING(Level.WARNING, false);

  /** How bad it is. */
  public enum Level {
    ERROR,
    WARNING,
    INFO
  }

  private final Level level;
  private final boolean refusedByTruss;

  Rule(Level level, boolean refusedByTruss) {
    this.level = level;
    this.refusedByTruss = refusedByTruss;
  }

  public Level level() {
    return level;
  }

  /** Whether {@code truss} does not load such a configuration. */
  public boolean refusedByTruss() {
    return refusedByTruss;
  }

  /** Its name in results and documentation, such as {@code literal-value}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
