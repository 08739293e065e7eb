package io.github.basetenci.targets.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.goterl.lazysodium.SodiumJava;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** libsodium itself is the judge. */
class SealedBoxTest {
  private static final SodiumJava SODIUM = new SodiumJava();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  @Test
  void libsodiumOpensTenThousandRandomMessages() throws Exception {
    Random lengths = new Random(20260101);
    for (int i = 0; i < 10_000; i++) {
      KeyPair pair = KeyPair.random();
      byte[] message = new byte[lengths.nextInt(200)];
      lengths.nextBytes(message);
      assertOpens(pair, message);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 4096, 49_152})
  void libsodiumOpensMessagesAtTheEdgesOfBlocks(int length) throws Exception {
    byte[] message = new byte[length];
    RANDOM.nextBytes(message);
    assertOpens(KeyPair.random(), message);
  }

  @Test
  void libsodiumOpensAnyText() throws Exception {
    assertOpens(KeyPair.random(), "schlüssel \u0000 ключ 鍵".getBytes(UTF_8));
  }

  @Test
  void libsodiumRefusesABoxWithAFlippedBit() throws Exception {
    KeyPair pair = KeyPair.random();
    byte[] box = new SealedBox(pair.publicKey, RANDOM).seal("message".getBytes(UTF_8));
    for (int i = 0; i < box.length; i++) {
      box[i] ^= 1;
      assertThat(open(pair, box)).as("byte %d", i).isNull();
      box[i] ^= 1;
    }
    assertThat(open(pair, box)).isEqualTo("message".getBytes(UTF_8));
  }

  @Test
  void twoBoxesOfOneMessageShareNothing() throws Exception {
    SealedBox box = new SealedBox(KeyPair.random().publicKey, RANDOM);
    byte[] first = box.seal("message".getBytes(UTF_8));
    byte[] second = box.seal("message".getBytes(UTF_8));
    assertThat(first).isNotEqualTo(second);
    assertThat(first).hasSize("message".length() + SealedBox.OVERHEAD);
  }

  @Test
  void theHighestBitOfAPublicKeyCountsForNothingAsInLibsodium() throws Exception {
    KeyPair pair = KeyPair.random();
    byte[] key = pair.publicKey.clone();
    key[31] |= (byte) 0x80;
    byte[] theirs = new byte[7 + SealedBox.OVERHEAD];
    assertThat(SODIUM.crypto_box_seal(theirs, "message".getBytes(UTF_8), 7, key)).isZero();
    assertOpens(new KeyPair(key, pair.secretKey), "message".getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("lowOrderKeys")
  void aPublicKeyOfLowOrderIsRefused(String hex) {
    byte[] key = HexFormat.of().parseHex(hex);
    assertThat(SODIUM.crypto_box_seal(new byte[SealedBox.OVERHEAD], new byte[0], 0, key))
        .as("libsodium refuses it too")
        .isNotZero();
    assertThatThrownBy(() -> new SealedBox(key, RANDOM))
        .isInstanceOf(UnusablePublicKeyException.class)
        .hasMessage("has a low order");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void aPublicKeyOfAnotherLengthIsRefused(int length) {
    assertThatThrownBy(() -> new SealedBox(new byte[length], RANDOM))
        .isInstanceOf(UnusablePublicKeyException.class)
        .hasMessage("has " + length + " bytes instead of 32");
  }

  @Test
  void aChangeOfTheCallersBytesDoesNotChangeTheRecipient() throws Exception {
    KeyPair pair = KeyPair.random();
    byte[] key = pair.publicKey.clone();
    SealedBox box = new SealedBox(key, RANDOM);
    key[0] ^= 1;
    assertThat(open(pair, box.seal("message".getBytes(UTF_8)))).isNotNull();
  }

  /** All points of order 1, 2, 4 and 8 of curve and twist, in every encoding of each. */
  private static Stream<String> lowOrderKeys() {
    List<BigInteger> points =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            new BigInteger(
                "325606250916557431795983626356110631294008115727848805560023387167927233504"),
            new BigInteger(
                "39382357235489614581723060781553021112529911719440698176882885853963445705823"),
            PRIME.subtract(BigInteger.ONE));
    List<String> keys = new ArrayList<>();
    for (BigInteger point : points) {
      for (BigInteger form : List.of(point, point.add(PRIME))) {
        if (form.bitLength() <= 255) {
          keys.add(littleEndian(form));
          keys.add(littleEndian(form.setBit(255)));
        }
      }
    }
    return keys.stream();
  }

  private static String littleEndian(BigInteger number) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = number.shiftRight(8 * i).byteValue();
    }
    return HexFormat.of().formatHex(bytes);
  }

  private static void assertOpens(KeyPair pair, byte[] message) throws Exception {
    byte[] box = new SealedBox(pair.publicKey, RANDOM).seal(message);
    assertThat(open(pair, box)).isEqualTo(message);
  }

  private static byte[] open(KeyPair pair, byte[] box) {
    byte[] message = new byte[box.length - SealedBox.OVERHEAD];
    int refused =
        SODIUM.crypto_box_seal_open(message, box, box.length, pair.publicKey, pair.secretKey);
    return refused == 0 ? message : null;
  }

  private record KeyPair(byte[] publicKey, byte[] secretKey) {
    static KeyPair random() {
      KeyPair pair = new KeyPair(new byte[32], new byte[32]);
      assertThat(SODIUM.crypto_box_keypair(pair.publicKey, pair.secretKey)).isZero();
      return pair;
    }
  }
}
