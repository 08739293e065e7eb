package io.github.basetenci.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Makes files that a person, a program or an accident could have written: half of them careful
 * (names and keys not repeated, no junk), half wild.
 */
final class TrussrcGenerator {
  private static final String[] NAMES = {
    "a",
    "b",
    "c",
    "baseten",
    "staging",
    "A",
    "default",
    "a b",
    " a ",
    "a]b",
    "]",
    "[x",
    "\u00e4",
    "..",
    "x=1",
    "\ud83d\ude00",
    "DEFAULT",
    "DEFAULT"
  };
  private static final String[] KEYS = {
    "k",
    "j",
    "x",
    "api_key",
    "API_KEY",
    "remote_url",
    "Remote_URL",
    "auth_type",
    "team",
    "remote_provider",
    "oauth_access_token",
    "k k",
    "[k",
    "k]",
    "\u00c4",
    "\u0130",
    "\u039b\u03a3",
    "\u039b\u03a3-\u039b",
    "\u039b\u03a3.\u039b",
    "1\u03a3",
    "%k",
    "\u200b"
  };
  private static final String[] DELIMITERS = {
    "=", ":", " = ", " : ", "= ", " =", "==", ": =", "\t=\u00a0", "\u3000:\u001c", " =   "
  };
  private static final String[] VALUES = {
    "v",
    "",
    "",
    "abc.def",
    "https://app.baseten.co",
    "a=b",
    "a:b",
    "[b]",
    "# c",
    "v ; c",
    "\"q\"",
    "50%%",
    "%%",
    "%%%%(k)s",
    "%(k)s",
    "%(K)s",
    "%(x)s and %(j)s",
    "%(team)s",
    "\ud83d\ude00",
    "a\u2028b",
    "a\u0085b",
    "a\u000bb",
    "\u200b",
    "a\u0000b",
    "\ufeff",
    "\u039b\u03a3"
  };
  private static final String[] BAD_VALUES = {
    "50%", "%", "%(none)s", "%()s", "%(k", "%(k)d", "%%%", "%(k)s%(k)s"
  };
  private static final String[] INDENTS = {
    "",
    "",
    "",
    "",
    "",
    " ",
    "  ",
    "    ",
    "\t",
    "\u00a0",
    "\u3000 ",
    "\u001c",
    "\f",
    "\u0085",
    " \u2003\u202f"
  };
  private static final String[] TRAILS = {"", "", "", "", " ", "\t", "\u00a0", "\u001f", "\u2029"};
  private static final String[] COMMENTS = {"#", ";", "# c", "; [b]", "#k = v", ";;", "#\u0085x"};
  private static final String[] JUNK = {
    "junk", "[", "]", "[]", "[a", "= v", ": v", "\ufeff[a]", "\u200b", "[ ", "%"
  };
  private static final String[] NEWLINES = {"\n", "\r\n", "\r"};
  private static final byte[][] NOT_UTF8 = {
    {(byte) 0xff}, {(byte) 0xc0, (byte) 0x80}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
    {(byte) 0xe2, (byte) 0x82}, {(byte) 0x80}, {(byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80}
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final Set<String> usedNames = new HashSet<>();
  private final Set<String> usedKeys = new HashSet<>();
  private boolean careful;
  private String newline = "\n";
  private String section = "";

  TrussrcGenerator(long seed) {
    this.random = new Random(seed);
  }

  byte[] next() {
    text.setLength(0);
    usedNames.clear();
    usedKeys.clear();
    careful = random.nextBoolean();
    newline = random.nextInt(4) == 0 ? "" : pick(NEWLINES);
    section = "";
    int lines = random.nextInt(14);
    for (int i = 0; i < lines; i++) {
      line();
      boolean last = i == lines - 1;
      if (!last || random.nextInt(3) > 0) {
        text.append(newline.isEmpty() ? pick(NEWLINES) : newline);
      }
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    return !careful && random.nextInt(25) == 0 ? withBadBytes(bytes) : bytes;
  }

  private void line() {
    int kind = random.nextInt(20);
    if (kind < 3) {
      text.append(pick(INDENTS)).append(pick(COMMENTS)).append(pick(TRAILS));
    } else if (kind < 5) {
      text.append(pick(INDENTS));
    } else if (kind < 9 || section.isEmpty() && (careful || kind < 19)) {
      header();
    } else if (kind < 18) {
      option();
    } else if (careful || kind < 19) {
      // Below an option this continues its value.
      text.append("        ").append(pick(INDENTS)).append(pick(VALUES)).append(pick(TRAILS));
      if (careful && usedKeys.isEmpty()) {
        text.append("first = 1");
        usedKeys.add("first");
      }
    } else {
      text.append(pick(INDENTS)).append(pick(JUNK)).append(pick(TRAILS));
    }
  }

  private void header() {
    String name = pick(NAMES);
    if (careful && !usedNames.add(name)) {
      name += usedNames.size();
      usedNames.add(name);
    }
    section = name;
    usedKeys.clear();
    text.append(pick(INDENTS)).append('[').append(name).append(']');
    text.append(random.nextInt(8) == 0 ? " junk" : pick(TRAILS));
  }

  private void option() {
    String key = pick(KEYS);
    if (careful && !usedKeys.add(key.toLowerCase(Locale.ROOT))) {
      key += usedKeys.size();
      usedKeys.add(key);
    }
    String value = random.nextInt(15) == 0 ? pick(BAD_VALUES) : pick(VALUES);
    text.append(pick(INDENTS)).append(key).append(pick(DELIMITERS)).append(value);
    text.append(pick(TRAILS));
  }

  private byte[] withBadBytes(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    byte[] bad = pick(NOT_UTF8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.write(bad, 0, bad.length);
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
