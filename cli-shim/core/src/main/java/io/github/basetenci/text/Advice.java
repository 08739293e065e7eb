package io.github.basetenci.text;

/** The words with which one front end tells its user what to do in a {@link Situation}. */
@FunctionalInterface
public interface Advice {
  /** The advice for use without a front end: the messages state only facts. */
  Advice NONE = (situation, name) -> "";

  /**
   * The end of a sentence whose beginning states the fact; the empty string if there is no advice.
   *
   * @param name what the situation is about, in a form that may be printed: the name of a profile,
   *     a remote or a variable, or several names of one kind; empty if the situation is about no
   *     name
   */
  String on(Situation situation, String name);

  /** The message of a failure, followed by the advice. */
  default String sentence(Throwable failure) {
    String fact = String.valueOf(failure.getMessage());
    if (failure instanceof Advisable advisable) {
      Situation situation = advisable.situation();
      if (situation != null) {
        return fact + on(situation, advisable.name());
      }
    }
    return fact;
  }
}
