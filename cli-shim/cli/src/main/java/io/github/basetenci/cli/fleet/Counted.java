package io.github.basetenci.cli.fleet;

/** Numbers with a noun. */
final class Counted {
  private Counted() {}

  /**
   * The number and the noun, which takes an s unless the number is 1.
   *
   * @param noun in the singular
   */
  static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
