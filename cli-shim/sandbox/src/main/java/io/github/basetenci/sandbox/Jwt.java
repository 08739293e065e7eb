package io.github.basetenci.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JSON web token in its compact form (RFC 7519), decoded and not verified.
 *
 * @param header its header
 * @param claims its claims
 * @param signed the bytes that the signature covers
 * @param signature the signature
 */
record Jwt(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
  private static final int LONGEST = 64 * 1024;
  private static final int PARTS = 3;

  /**
   * Refuses an object with a duplicate name, because two readers could use two different values.
   */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Splits and decodes a token.
   *
   * @throws UntrustedTokenException if the text is no token
   */
  static Jwt parse(String text) throws UntrustedTokenException {
    String[] parts = text.split("\\.", -1);
    if (text.length() > LONGEST || parts.length != PARTS) {
      throw new UntrustedTokenException("the token is no JWT of three parts and at most 64 KiB");
    }
    try {
      return new Jwt(
          object(parts[0]),
          object(parts[1]),
          text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
          Base64Url.decode(parts[2]));
    } catch (IllegalArgumentException e) {
      throw new UntrustedTokenException("a part of the token is not base64url");
    } catch (CharacterCodingException | JsonProcessingException e) {
      throw new UntrustedTokenException("the token's header or claims are not JSON");
    }
  }

  /** A field of the header, or null if it is missing or is no text. */
  @Nullable String header(String name) {
    return header.path(name).textValue();
  }

  /** A claim, or null if it is missing or is no text. */
  @Nullable String claim(String name) {
    return claims.path(name).textValue();
  }

  /** Shows neither claims nor signature. */
  @Override
  public String toString() {
    return "a token";
  }

  private static JsonNode object(String part)
      throws UntrustedTokenException, CharacterCodingException, JsonProcessingException {
    // The bytes are decoded here, because Jackson would guess their encoding.
    String json =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(Base64Url.decode(part)))
            .toString();
    JsonNode node = MAPPER.readTree(json);
    if (node == null || !node.isObject()) {
      throw new UntrustedTokenException("the token's header or claims are no JSON object");
    }
    return node;
  }
}
