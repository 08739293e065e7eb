package io.github.basetenci.shim.doctor.checks;

/** Makes whole sentences of the messages of exceptions. */
final class Sentence {
  private Sentence() {}

  /** With a capital letter (unless it begins with a path or a name) and a full stop. */
  static String of(String clause) {
    String[] words = clause.split(" ", 2);
    boolean word = words[0].chars().allMatch(c -> c >= 'a' && c <= 'z');
    String begun = word ? Character.toUpperCase(clause.charAt(0)) + clause.substring(1) : clause;
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
