package io.github.basetenci.text;

/** What one front end tells its user to do in a {@link Situation}. */
@FunctionalInterface
public interface Advice {
  /** No front end: facts alone. */
  Advice NONE = (situation, name) -> "";

  /**
   * The end of the sentence whose beginning states the fact, or the empty string.
   *
   * @param name what the situation is about, as it may be printed: a profile, a remote, a variable,
   *     several of one kind; empty where it is about none
   */
  String on(Situation situation, String name);

  /** What a failure has to say, with the advice behind it. */
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
