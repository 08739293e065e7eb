package io.github.basetenci.key;

import static io.github.basetenci.key.FakeKeys.key;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The masker against a plain scan of the same forms. */
class MaskerDifferentialTest {
  /** Keys that begin, end or hold each other, repeat themselves, or share all but a byte. */
  private static final List<ApiKey> ENTANGLED =
      List.of(
          key("fakekey1.NotARealSecret0001"),
          key("fakekey1.NotARealSecret0001AndMore"),
          key("fakekey1.NotARealSecret0002"),
          key("fakekey2.NotARealSecret0001"),
          key("0001AndMore.fakekey1.Not"),
          key("NotARealSecret"),
          key("secret01"),
          key("secret02"),
          key("secret01-secret02-goes-on"),
          key("a-longer-fake-key-that-ends-with-secret01-secret02"),
          key("aaaaaaaa"),
          key("aaaaaaaaaaaaaaaa"),
          key("aaaa.aaaaaaaaaaaaaaaaaaaaaaaaaab"),
          key("abababababab"),
          key("'''a'''a.'''a'''a"),
          key("61616161.%%$$%%$$\\\\\\^^^^"));

  private static final int DOCUMENTS = 100;
  private static final int DOCUMENT_BYTES = 100_000;

  @Test
  void tenMillionEntangledBytesAreMaskedAsByAPlainScan() throws IOException {
    Random random = new Random(20260101);
    PlainScan all = PlainScan.of(ENTANGLED);
    long hits = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      // One key after the other as well as all: with fewer forms the shift table skips further.
      List<ApiKey> keys = i % 2 == 0 ? ENTANGLED : List.of(ENTANGLED.get(i / 2 % ENTANGLED.size()));
      byte[] text = entangledText(random, all.forms());
      byte[] expected = PlainScan.of(keys).mask(text);
      Masker masker = Masker.of(keys);

      assertThat(masker.mask(text)).isEqualTo(expected);
      assertThat(masker.mask(new String(text, ISO_8859_1)))
          .isEqualTo(new String(expected, ISO_8859_1));
      assertThat(throughCutStream(masker, text, random)).isEqualTo(expected);
      hits += text.length - expected.length;
    }
    assertThat(hits).isGreaterThan(DOCUMENTS * DOCUMENT_BYTES / 10);
  }

  private static byte[] entangledText(Random random, List<byte[]> forms) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(DOCUMENT_BYTES + 200);
    while (text.size() < DOCUMENT_BYTES) {
      byte[] form = forms.get(random.nextInt(forms.size()));
      int cut = random.nextInt(form.length + 1);
      switch (random.nextInt(8)) {
        case 0 -> text.writeBytes(form);
        case 1 -> text.write(form, 0, cut);
        case 2 -> text.write(form, cut, form.length - cut);
        case 3 -> text.write(form, 0, form.length - 1);
        case 4 -> {
          byte[] nearMiss = form.clone();
          nearMiss[random.nextInt(form.length)] ^= (byte) (1 << random.nextInt(8));
          text.writeBytes(nearMiss);
        }
        case 5 -> text.writeBytes("a".repeat(random.nextInt(40)).getBytes(US_ASCII));
        case 6 -> text.writeBytes("step 3: pushed layer, done\n".getBytes(US_ASCII));
        default -> {
          byte[] noise = new byte[random.nextInt(40)];
          random.nextBytes(noise);
          text.writeBytes(noise);
        }
      }
    }
    return text.toByteArray();
  }

  private static byte[] throughCutStream(Masker masker, byte[] text, Random random)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    int longest = random.nextBoolean() ? 40 : 30_000;
    try (MaskingOutputStream stream = new MaskingOutputStream(out, masker)) {
      for (int done = 0; done < text.length; ) {
        int piece = Math.min(text.length - done, random.nextInt(longest));
        stream.write(text, done, piece);
        done += piece;
      }
    }
    return out.toByteArray();
  }

  @Property(tries = 2000)
  void anyKeysInAnyTextAreMaskedAsByAPlainScan(
      @ForAll("keys") List<String> keys, @ForAll("text") String text) {
    List<ApiKey> apiKeys = keys.stream().map(FakeKeys::key).toList();
    byte[] bytes = text.getBytes(US_ASCII);
    assertThat(Masker.of(apiKeys).mask(bytes)).isEqualTo(PlainScan.of(apiKeys).mask(bytes));
  }

  @Property(tries = 2000)
  void afterEachWriteExactlyWhatIsCertainIsPassedOn(
      @ForAll("keys") List<String> keys, @ForAll("pieces") List<String> pieces) throws IOException {
    List<ApiKey> apiKeys = keys.stream().map(FakeKeys::key).toList();
    PlainScan plain = PlainScan.of(apiKeys);
    StringBuilder given = new StringBuilder();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MaskingOutputStream stream = new MaskingOutputStream(out, Masker.of(apiKeys));
    for (String piece : pieces) {
      stream.write(piece.getBytes(US_ASCII));
      stream.flush();
      given.append(piece);
      assertThat(out.toByteArray())
          .isEqualTo(plain.maskWhatIsCertain(given.toString().getBytes(US_ASCII)));
    }
    stream.close();
    assertThat(out.toByteArray()).isEqualTo(plain.mask(given.toString().getBytes(US_ASCII)));
  }

  @Provide
  Arbitrary<List<String>> keys() {
    return Arbitraries.strings()
        .withChars("ab.'")
        .ofMinLength(1)
        .ofMaxLength(20)
        .list()
        .ofMinSize(0)
        .ofMaxSize(4);
  }

  /** Few characters, so that keys turn up in it. */
  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings().withChars("ab.'\n").ofMaxLength(400);
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    return Arbitraries.strings().withChars("ab.'").ofMaxLength(30).list().ofMaxSize(12);
  }
}
