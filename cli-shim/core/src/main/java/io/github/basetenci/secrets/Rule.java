package io.github.basetenci.secrets;

import java.util.Locale;

/** What can be wrong with the secrets of a configuration. */
public enum Rule {
  /** {@code truss} cannot read the file. */
  UNREADABLE(Level.ERROR, true),
  /** The section is a list or a single value. */
  SECRETS_NOT_A_MAPPING(Level.ERROR, true),
  /** The section has nothing below it. */
  SECRETS_WITHOUT_CONTENT(Level.ERROR, true),
  /** A name that YAML 1.1 takes for a number or a boolean. */
  NAME_NOT_TEXT(Level.ERROR, true),
  /** A value that YAML 1.1 does not take for a text. */
  VALUE_NOT_TEXT(Level.ERROR, true),
  /** A value stands where null belongs. */
  LITERAL_VALUE(Level.ERROR, false),
  /** An empty text stands where null belongs. */
  EMPTY_VALUE(Level.WARNING, false),
  /** A name stands twice, and truss takes the last one. */
  DUPLICATE_NAME(Level.ERROR, false),
  /** A name that is too long or has unusual characters. */
  NAME_FORM(Level.WARNING, false),
  /** Two names that are one secret to the server. */
  NAMES_COLLIDE(Level.WARNING, false),
  /** Two names that differ in upper and lower case alone. */
  NAMES_DIFFER_IN_CASE(Level.WARNING, false),
  /** A section whose name is nearly that of the secrets declares nothing. */
  MISSPELT_SECTION(Level.ERROR, false),
  /** A text that is a key by its look. */
  KEY_IN_FILE(Level.ERROR, false),
  /** A variable of the model whose name and value look like a secret. */
  SECRET_IN_ENVIRONMENT(Level.ERROR, false),
  /** A name of a build secret that truss refuses. */
  BUILD_SECRET_NAME(Level.ERROR, true),
  /** A field names two secrets, of which truss takes one. */
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
  /** No code was seen to use the secret. */
  NOT_USED(Level.INFO, false),
  /** The model's class is not given the secrets. */
  NO_PARAMETER(Level.WARNING, false),
  /** The workspace has no such secret. */
  MISSING(Level.ERROR, false),
  /** Another team has the secret. */
  IN_ANOTHER_TEAM(Level.ERROR, false),
  /** The team has it under a name that the server takes for the same. */
  OTHER_SPELLING(Level.WARNING, false);

  /** How bad it is. */
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

  /** How bad it is. */
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
