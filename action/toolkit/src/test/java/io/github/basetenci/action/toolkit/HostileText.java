package io.github.basetenci.action.toolkit;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts made to be read as commands: what a server, a branch or an input may hold. */
public final class HostileText {
  private static final List<String> PARTS =
      List.of(
          "::",
          ":",
          "##[",
          "##",
          "#",
          "[",
          "]",
          "\r",
          "\n",
          "\r\n",
          " ",
          "\t",
          "\u000B",
          "\f",
          "\u0085",
          "\u00A0",
          "\u2028",
          "\u3000",
          "\uFEFF",
          "\u00AD",
          "\u200B",
          "\0",
          "\u001B[31m",
          "%",
          "%0A",
          "%0D",
          "%3A",
          "%25",
          ",",
          "=",
          ";",
          "<<",
          "\\",
          "\"",
          "é",
          "🌎",
          "\uD83C",
          "error",
          "::error::",
          "::add-mask::a",
          "::set-env name=x::y",
          "::stop-commands::token",
          "::debug ",
          "##[error]",
          "##[add-mask]a",
          "##[group",
          "::GROUP::",
          "echo",
          "::echo::on",
          "\n::warning file=a,line=1::b",
          "\r  ::set-output name=a::b",
          "ghadelimiter_",
          "text");

  private HostileText() {}

  static Stream<String> generate(long seed) {
    Random random = new Random(seed);
    return Stream.generate(() -> next(random));
  }

  public static String next(Random random) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 1 + random.nextInt(12))
        .forEach(i -> text.append(PARTS.get(random.nextInt(PARTS.size()))));
    return text.toString();
  }
}
