package io.github.basetenci.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that was given as a key and is certainly something else: a key with other text around it,
 * a variable that was not expanded, a placeholder, or another kind of credential. For such a text a
 * server could only answer that the key is unknown.
 *
 * <p>Baseten documents its keys as {@code b10_} and 8 characters, a dot, and 32 characters; older
 * keys have other shapes, and later keys may have other shapes too. So a text that could be a key
 * of any shape is never refused.
 *
 * @param predicate what the text looks like and what to do, as the end of a sentence: "the key ...
 *     is in quotation marks; give it without them". The predicate quotes no part of the text.
 * @param secrets the parts of the text that are secret or may be secret; empty for a text without
 *     secrets, such as the name of a variable
 */
public record NotAKey(String predicate, List<String> secrets) {
  /** A key of one of the known shapes. */
  private static final String KEY = "(?:b10_)?[A-Za-z0-9]{4,16}\\.[A-Za-z0-9]{24,128}";

  private static final Pattern WITHIN =
      Pattern.compile("(?<![A-Za-z0-9])" + KEY + "(?![A-Za-z0-9])");
  private static final Pattern QUOTED = Pattern.compile("([\"'`])(.*)\\1|[\"'`].*|.*[\"'`]");

  /**
   * A name, a sign and a value. A text that has only signs after the name may be base64, so it does
   * not match.
   */
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?mi)^\\s*(?:export\\s+|setx?\\s+|\\$env:)?"
              + "(?=[a-z0-9_.-]*(?:key|token|secret|baseten|password))[a-z_][a-z0-9_.-]*"
              + "(?:\\s*=\\s*|\\s*:\\s+)([^=\\s].*)$");

  private static final Pattern HEADER =
      Pattern.compile(
          "(?i)(?:(?:proxy-)?authorization\\s*[:=]\\s*)?(?:bearer|api-key|apikey|basic|token)"
              + "[:\\s]\\s*(\\S.*)");
  private static final Pattern REFERENCE =
      Pattern.compile(
          String.join(
              "|",
              "\\$[A-Za-z_][A-Za-z0-9_]*",
              "\\$\\{[^{}]*\\}",
              "(?i:\\$env:)\\w+",
              "\\$?\\{\\{.*\\}\\}",
              "\\$\\(.*\\)",
              "\\$\\[.*\\]",
              "%[A-Za-z_][A-Za-z0-9_]*%",
              "(?:secrets|env|vars|inputs|needs|steps|github)\\.[A-Za-z0-9_]*_[A-Za-z0-9_.]*"));
  private static final Pattern NAME =
      Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*_(?:KEY|TOKEN|SECRET)(?:_[A-Z0-9]+)*");
  private static final Pattern MASK =
      Pattern.compile(
          "[*\u2022\u25cf]+|.*\\*{3}|.*\\.{3}|.*\u2026|(?i)[\\[<(]?(?:redacted|masked|hidden)[\\])>]?");
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          String.join(
              "|",
              "(?i)null|none|nil|undefined|nan|true|false|empty|\\[object object\\]",
              "change[-_ ]?me|placeholder|todo|tbd|example|api[-_ ]?key|key|secret|token|password",
              "(?:your|insert|enter|paste|replace|put)[-_ ]?"
                  + "(?:(?:the|your|my|an?|baseten|api)[-_ ]?)*(?:key|token|secret)"
                  + "(?:[-_ ]?(?:here|value))?",
              "<[^<>]*>",
              "(?:b10_)?x{3,}(?:\\.x+)?"));
  private static final Pattern JSON_WEB_TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]*\\.([A-Za-z0-9_-]+)\\.[A-Za-z0-9_-]*");
  private static final Pattern BASETENS =
      Pattern.compile("\"iss\"\\s*:\\s*\"[^\"]*\\bbaseten\\.co\\b[^\"]*\"");
  private static final Pattern URL = Pattern.compile("(?i)[a-z][a-z0-9+.-]*://.*");
  private static final Pattern PATH =
      Pattern.compile("(?:~|\\.{1,2})?/.*|[A-Za-z]:[\\\\/].*|\\\\\\\\.*");
  private static final Pattern GITHUB =
      Pattern.compile("gh[pousr]_[A-Za-z0-9_]{20,}|github_pat_[A-Za-z0-9_]{20,}");
  private static final Pattern HUGGING_FACE = Pattern.compile("hf_[A-Za-z0-9]{20,}");
  private static final Pattern AWS = Pattern.compile("arn:aws[a-z-]*:.*|AKIA[0-9A-Z]{16}");
  private static final Pattern PREFIX = Pattern.compile("b10_[A-Za-z0-9]{8}\\.?");

  private static final int LONGEST_WORD = 100;

  public NotAKey {
    secrets = List.copyOf(secrets);
  }

  /**
   * What the text is instead of a key; empty if the text may be a key.
   *
   * @param given the text, with or without blanks around it
   */
  public static Optional<NotAKey> of(String given) {
    String text = given.strip();
    if (text.length() > ApiKey.MAX_LENGTH || text.isEmpty()) {
      return Optional.empty();
    }
    if (text.contains("-----BEGIN ")) {
      return within(
          text, "is a PEM text, as certificates and private keys are; give an API key of Baseten");
    }
    Optional<NotAKey> packed = packed(text);
    return packed.isPresent() || text.lines().count() > 1 ? packed : alone(text);
  }

  /** Recognizes a text that is very likely a key with other text around it. */
  private static Optional<NotAKey> packed(String text) {
    Matcher header = HEADER.matcher(text);
    if (header.matches()) {
      return within(
          header.group(1),
          "begins with a word of a header, such as Bearer or Api-Key; give what stands behind it"
              + " alone");
    }
    Matcher assignment = ASSIGNMENT.matcher(text);
    if (assignment.find()) {
      return within(
          assignment.group(1).strip().replaceAll("^[\"'`]|[\"'`;]+$", ""),
          "is an assignment of the form NAME=key; give what stands behind the sign alone");
    }
    if (REFERENCE.matcher(text).matches()) {
      return none(
          text,
          "is a variable or an expression that nothing has replaced by its value; see that the"
              + " shell or the CI expands it");
    }
    if (MASK.matcher(text).matches()) {
      return none(
          text,
          "is what a program shows in place of a key; take the key from where it was made or is"
              + " stored");
    }
    if (isShort(text) && PLACEHOLDER.matcher(text).matches()) {
      return none(text, "is a placeholder for a key; store the key itself there");
    }
    if ((text.startsWith("{") && text.endsWith("}"))
        || (text.startsWith("[") && text.endsWith("]"))) {
      return within(text, "is JSON; give the key in it alone");
    }
    Matcher quoted = QUOTED.matcher(text);
    if (quoted.matches()) {
      return within(
          text.replaceAll("^[\"'`]|[\"'`]$", ""),
          quoted.group(1) != null
              ? "is in quotation marks; give it without them"
              : "has a quotation mark at one end; give it without");
    }
    return Optional.empty();
  }

  private static Optional<NotAKey> alone(String text) {
    if (isShort(text) && NAME.matcher(text).matches()) {
      return none(text, "is the name of a variable; give its value");
    }
    if (PREFIX.matcher(text).matches()) {
      return none(
          text, "is the prefix of a key alone; give the whole key, with what follows the dot");
    }
    if (URL.matcher(text).matches()) {
      return within(text, "is an address; give the key itself");
    }
    if (PATH.matcher(text).matches()) {
      return none(text, "is the path of a file; give the key that is in the file");
    }
    if (isForeignToken(text)) {
      return within(
          text, "is a JSON web token, such as an identity token; give an API key of Baseten");
    }
    if (GITHUB.matcher(text).matches()) {
      return within(text, "is a token of GitHub; give an API key of Baseten");
    }
    if (HUGGING_FACE.matcher(text).matches()) {
      return within(text, "is a token of Hugging Face; give an API key of Baseten");
    }
    if (AWS.matcher(text).matches()) {
      return within(text, "is a name or a key of AWS; give an API key of Baseten");
    }
    String decoded = decoded(text);
    if (decoded.matches(KEY)) {
      return Optional.of(
          new NotAKey(
              "is the base64 form of a key; decode it before it is given", List.of(text, decoded)));
    }
    return Optional.empty();
  }

  /**
   * Whether the text is short enough for the patterns of words. These patterns recurse and would
   * exhaust the stack on a long text.
   */
  private static boolean isShort(String text) {
    return text.length() <= LONGEST_WORD;
  }

  /**
   * Whether the text is a token of another service. An access token issued by Baseten itself is
   * accepted like a key, and Baseten decides whether it is valid.
   */
  private static boolean isForeignToken(String text) {
    Matcher token = JSON_WEB_TOKEN.matcher(text);
    return token.matches() && !BASETENS.matcher(decoded(token.group(1))).find();
  }

  /** The decoded text, or the empty string if the text is not base64. */
  private static String decoded(String text) {
    String base64 = text.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).strip();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A result for a text that is not secret, except for parts that look like a key. */
  private static Optional<NotAKey> none(String text, String predicate) {
    return Optional.of(new NotAKey(predicate, keysIn(text)));
  }

  private static Optional<NotAKey> within(String secret, String predicate) {
    List<String> secrets = new ArrayList<>(keysIn(secret));
    secrets.add(secret);
    return Optional.of(new NotAKey(predicate, secrets));
  }

  private static List<String> keysIn(String text) {
    return WITHIN.matcher(text).results().map(MatchResult::group).toList();
  }

  /** Shows no part of the text, because the text may contain a key. */
  @Override
  public String toString() {
    return "NotAKey";
  }
}
