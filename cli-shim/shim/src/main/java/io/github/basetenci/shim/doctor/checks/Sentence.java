package io.github.basetenci.shim.doctor.checks;

/** Turns the messages of exceptions into whole sentences. */
final class Sentence {
  private Sentence() {}

  /** Adds a full stop and a capital letter; a path or a name at the beginning stays as it is. */
  static String of(String clause) {
    String[] words = clause.split(" ", 2);
    boolean word = words[0].chars().allMatch(c -> c >= 'a' && c <= 'z');
    String begun = word ? Character.toUpperCase(clause.charAt(0)) + clause.substring(1) : clause;
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
