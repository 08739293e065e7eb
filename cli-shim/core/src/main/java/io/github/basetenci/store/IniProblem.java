package io.github.basetenci.store;

/**
 * The reasons why {@code configparser} refuses a text. There is one constant for each of its
 * exception classes.
 */
enum IniProblem {
  NOT_UTF8("is not valid UTF-8"),
  MISSING_SECTION_HEADER("stands before the first [section] header"),
  DUPLICATE_SECTION("opens a section that the file already has"),
  DUPLICATE_OPTION("repeats an option of its section"),
  PARSING("is neither a [section] header nor an option of the form name = value"),
  INTERPOLATION_SYNTAX("has a % that is followed by neither % nor (name)s; write %% for a percent"),
  INTERPOLATION_MISSING_OPTION("refers by %(name)s to an option that does not exist"),
  INTERPOLATION_DEPTH("refers by %(name)s to options that refer to each other too deeply");

  private final String predicate;

  IniProblem(String predicate) {
    this.predicate = predicate;
  }

  String predicate() {
    return predicate;
  }
}
