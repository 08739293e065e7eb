package io.github.basetenci.action;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.text.Neutralizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of an input. The runner hands it over as {@code INPUT_API-KEY}; a shell between runner
 * and action drops such a name, so {@code action.yml} gives it a second time, as {@code
 * BASETEN_INPUT_API_KEY}.
 */
final class InputText {
  private InputText() {}

  /** The input without blanks and line breaks around it; empty when it is not there. */
  static String of(Job job, String name) {
    String dashed = job.environment().get(dashed(name));
    return (dashed != null ? dashed : job.variable(plain(name))).strip();
  }

  /** As {@link #of}, with null for an input that is empty or not there. */
  static @Nullable String orNull(Job job, String name) {
    String text = of(job, name);
    return text.isEmpty() ? null : text;
  }

  /** A boolean in the spellings that the toolkit takes. */
  static boolean bool(Job job, String name, boolean preset) throws ActionException {
    return switch (of(job, name)) {
      case "" -> preset;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw new ActionException(name + " must be true or false");
    };
  }

  /** The words of an input that takes several, by commas or blanks. */
  static List<String> words(Job job, String name) {
    return Stream.of(of(job, name).split("[\\s,]+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** The type of key that a word names, also in the spelling of {@code baseten}. */
  static ApiKeyType keyType(String name, String word) throws ActionException {
    ApiKeyType type = new ApiKeyType(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    if (!type.isKnown()) {
      throw new ActionException(
          name
              + " is '"
              + Neutralizer.line(word)
              + "', which is no type of key; the types are: "
              + String.join(", ", ApiKeyType.KNOWN.stream().map(ApiKeyType::value).toList()));
    }
    return type;
  }

  /** Whether the runner gave the input at all, empty or not. */
  static boolean isThere(Job job, String name) {
    return job.environment().containsKey(dashed(name))
        || job.environment().containsKey(plain(name));
  }

  private static String dashed(String name) {
    return "INPUT_" + name.toUpperCase(Locale.ROOT);
  }

  private static String plain(String name) {
    return "BASETEN_INPUT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
