package io.github.basetenci.shim.auth;

import io.github.basetenci.shim.command.UsageException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into the words of a command. Blanks separate words, single and double quotation
 * marks keep blanks in a word, and nothing else has a meaning: there is no shell, so no variable is
 * expanded and no other program is started.
 */
final class CommandSplitter {
  private CommandSplitter() {}

  /**
   * The words.
   *
   * @param flag the flag that gave the text, for messages
   * @throws UsageException if there is no word, or a quotation mark without its partner
   */
  static List<String> split(String flag, String text) throws UsageException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (char c : text.toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
        }
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quote != 0) {
      throw new UsageException(flag + " has a quotation mark " + quote + " without its partner");
    }
    if (begun) {
      words.add(word.toString());
    }
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new UsageException(flag + " names no program; give the program and its arguments");
    }
    return words;
  }
}
