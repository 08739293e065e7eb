package io.github.basetenci.action.toolkit.container;

import io.github.basetenci.action.toolkit.ToolkitException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of an input. The runner passes an input as a variable such as {@code INPUT_API-KEY}. A
 * shell between the runner and the action drops variables with a hyphen in the name, so {@code
 * action.yml} gives such inputs a second time, see {@link ContainerJob#inputPrefix}.
 */
public final class InputText {
  private InputText() {}

  /** The value of the input; absent when the runner did not give the input. */
  public static Optional<String> given(ContainerJob job, String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    String dashed = job.environment().get("INPUT_" + upper);
    String second = job.inputPrefix() + upper.replace('-', '_');
    return Optional.ofNullable(dashed != null ? dashed : job.environment().get(second))
        .map(String::strip);
  }

  /**
   * The value of the input without blanks and line breaks around it; empty when the input is not
   * given.
   */
  public static String of(ContainerJob job, String name) {
    return given(job, name).orElse("");
  }

  /** The result of {@link #of}; null when the input is empty or not given. */
  public static @Nullable String orNull(ContainerJob job, String name) {
    String text = of(job, name);
    return text.isEmpty() ? null : text;
  }

  /**
   * A boolean input, in the spellings that the toolkit accepts.
   *
   * @throws ToolkitException if the value has another spelling
   */
  public static boolean bool(ContainerJob job, String name, boolean preset) {
    return switch (of(job, name)) {
      case "" -> preset;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> throw new ToolkitException(name + " must be true or false");
    };
  }

  /** The words of an input, separated by commas or blanks. */
  public static List<String> words(ContainerJob job, String name) {
    return Stream.of(of(job, name).split("[\\s,]+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
