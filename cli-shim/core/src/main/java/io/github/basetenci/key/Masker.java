package io.github.basetenci.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Replaces every form of the given keys by {@code ****}. {@link KeyForms} lists the forms.
 *
 * <p>No byte that belongs to a form remains. Forms that overlap are one hit, so when one form
 * contains another, the longer form is replaced. Forms that only touch are two hits. All other text
 * stays unchanged.
 *
 * <p>A masker is immutable: any number of threads and streams can share it. The cost per byte does
 * not depend on the number of keys.
 */
public final class Masker {
  /** The text that replaces a key. */
  public static final String MASK = "****";

  /** A masker without keys, which masks nothing. */
  public static final Masker NONE = of(List.of());

  private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.US_ASCII);

  private final ShiftTable shifts;
  private final FormAutomaton automaton;
  private final int forms;

  private Masker(TreeSet<String> sortedForms) {
    List<byte[]> bytes = new ArrayList<>(sortedForms.size());
    for (String form : sortedForms) {
      bytes.add(form.getBytes(StandardCharsets.US_ASCII));
    }
    shifts = new ShiftTable(bytes);
    automaton = new FormAutomaton(bytes);
    forms = bytes.size();
  }

  /**
   * A masker for all {@link KeyForms} of the keys. A key without forms, because it is shorter than
   * {@link KeyForms#MIN_LENGTH}, is not masked.
   */
  public static Masker of(Collection<? extends Confidential> keys) {
    TreeSet<String> forms = new TreeSet<>();
    for (Confidential key : keys) {
      forms.addAll(KeyForms.of(key));
    }
    return new Masker(forms);
  }

  /**
   * The text with every form of every key replaced. If the text contains no form, the given object
   * is returned.
   */
  public String mask(String text) {
    byte[] ascii = new byte[text.length()];
    for (int i = 0; i < ascii.length; i++) {
      char c = text.charAt(i);
      // With one byte for each character, positions in the text and in the bytes are equal. No form
      // contains a zero byte.
      ascii[i] = c < 0x80 ? (byte) c : 0;
    }
    HitList hits = hitsIn(ascii);
    if (hits.size() == 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int done = 0;
    for (int i = 0; i < hits.size(); i++) {
      out.append(text, done, (int) hits.start(i)).append(MASK);
      done = (int) hits.end(i);
    }
    return out.append(text, done, text.length()).toString();
  }

  /**
   * The bytes with every form of every key replaced. The encoding of the bytes can be any encoding
   * that writes ASCII as ASCII. If the bytes contain no form, the given array is returned.
   */
  public byte[] mask(byte[] bytes) {
    HitList hits = hitsIn(bytes);
    if (hits.size() == 0) {
      return bytes;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    int done = 0;
    for (int i = 0; i < hits.size(); i++) {
      out.write(bytes, done, (int) hits.start(i) - done);
      out.writeBytes(MASK_BYTES);
      done = (int) hits.end(i);
    }
    out.write(bytes, done, bytes.length - done);
    return out.toByteArray();
  }

  private HitList hitsIn(byte[] bytes) {
    FormScanner scanner = scanner();
    scanner.scan(bytes, 0, bytes.length);
    return scanner.hits();
  }

  /** A scanner for one stream. */
  FormScanner scanner() {
    return new FormScanner(shifts, automaton);
  }

  /** The length of the longest form in bytes, 0 if there is none. */
  int longestForm() {
    return automaton.maxDepth();
  }

  @Override
  public String toString() {
    return "Masker of " + forms + " forms";
  }
}
