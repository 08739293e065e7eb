package io.github.basetenci.action.toolkit.container;

import io.github.basetenci.action.toolkit.ToolkitException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of an input. The runner hands it over as {@code INPUT_API-KEY}; a shell between runner
 * and action drops a name with a hyphen, so {@code action.yml} gives it a second time, see {@link
 * ContainerJob#inputPrefix}.
 */
public final class InputText {
  private InputText() {}

  /** The input; absent when the runner did not give it at all. */
  public static Optional<String> given(ContainerJob job, String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    String dashed = job.environment().get("INPUT_" + upper);
    String second = job.inputPrefix() + upper.replace('-', '_');
    return Optional.ofNullable(dashed != null ? dashed : job.environment().get(second))
        .map(String::strip);
  }

  /** The input without blanks and line breaks around it; empty when it is not there. */
  public static String of(ContainerJob job, String name) {
    return given(job, name).orElse("");
  }

  /** As {@link #of}, with null for an input that is empty or not there. */
  public static @Nullable String orNull(ContainerJob job, String name) {
    String text = of(job, name);
    return text.isEmpty() ? null : text;
  }

  /**
   * A boolean in the spellings that the toolkit takes.
   *
   * @throws ToolkitException if it is something else
   */
  public static boolean bool(ContainerJob job, String name, boolean preset) {
    return switch (of(job, name)) {
      case "" -> preset;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw new ToolkitException(name + " must be true or false");
    };
  }

  /** The words of an input that takes several, by commas or blanks. */
  public static List<String> words(ContainerJob job, String name) {
    return Stream.of(of(job, name).split("[\\s,]+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
