package io.github.basetenci.key;

/** Keys for tests, which no one could take for real ones. */
final class FakeKeys {
  /** The usual shape: letters and digits alone. */
  static final ApiKey PLAIN = key("fakekey1.NotARealSecretNotARealSecret0001");

  /** Every visible ASCII character that any quoting or encoding treats specially. */
  static final ApiKey SPECIAL = key("fake'key.!\"#$%&'()*+,-/:;<=>?@[\\]^_`{|}~''x^^y\\\\z~?~?");

  private FakeKeys() {}

  static ApiKey key(String text) {
    try {
      return ApiKey.of(text);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
