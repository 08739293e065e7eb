package io.github.basetenci.ephemeral;

import io.github.basetenci.api.ApiKeyInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an ephemeral key, such as {@code
 * baseten-ci-20261126t163732z-1712345-1-push-1f2e3d4c}: the time up to which its job may need the
 * key, a label by which people find the job, and eight random hexadecimal digits. The server tells
 * when a key was created, but only the name tells how long the key may be needed. Each name
 * contains the end of its own job, so a job with a short time limit does not delete the key of a
 * job with a longer one.
 *
 * @param name the name, in the alphabet of the server: lower-case letters, digits and hyphens
 * @param end to the second
 */
public record EphemeralName(String name, Instant end) {
  /** The server documents no limit. Most systems accept a label of this length. */
  static final int MAX_LENGTH = 63;

  private static final String MARK = "baseten-ci-";
  private static final Pattern FORM =
      Pattern.compile(MARK + "([0-9]{8}t[0-9]{6}z)-[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{8}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmss'z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** The length of {@code MARK-TIME--RANDOM}. */
  private static final int FIXED = MARK.length() + 16 + 2 + 8;

  /**
   * A new name.
   *
   * @param end a time at which the job has certainly ended
   * @param label the text that distinguishes the job from other jobs, such as run, attempt and job;
   *     other characters are replaced by hyphens, and a long text is cut
   * @param random eight or more hexadecimal digits in lower case, different for each key
   */
  public static EphemeralName of(Instant end, String label, String random) {
    String words = label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = trimmed(words);
    cut = trimmed(cut.substring(0, Math.min(cut.length(), MAX_LENGTH - FIXED)));
    String name =
        MARK
            + TIME.format(LocalDateTime.ofInstant(end, ZoneOffset.UTC))
            + "-"
            + (cut.isEmpty() ? "job" : cut)
            + "-"
            + random.substring(0, 8);
    return parse(name)
        .orElseThrow(() -> new IllegalArgumentException("no time or no random digits for a name"));
  }

  /** Reads a name. Empty for every text that {@link #of} cannot have made. */
  public static Optional<EphemeralName> parse(String text) {
    // The pattern recurses, so a very long name from the server would exhaust the stack.
    Matcher parts = FORM.matcher(text.length() > MAX_LENGTH ? "" : text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime time = LocalDateTime.parse(parts.group(1), TIME);
      return Optional.of(new EphemeralName(text, time.toInstant(ZoneOffset.UTC)));
    } catch (DateTimeException e) {
      // The digits are no time, for example a thirteenth month.
      return Optional.empty();
    }
  }

  /** Whether this key has the name, and has a type that an ephemeral key can have. */
  boolean isOf(ApiKeyInfo key) {
    return name.equals(key.name()) && key.type().hasTeam();
  }

  private static String trimmed(String words) {
    return words.replaceAll("^-|-$", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
