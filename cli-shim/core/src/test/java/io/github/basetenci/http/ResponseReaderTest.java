package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.http.ResponseReader.BadAnswerException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {
  private static final int MAX = 100;
  private static final String WHOLE =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "3;note=x\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nTrailer: x\r\n\r\n";

  @Test
  void aBodyOfKnownLengthIsReadAndNoFurther() throws Exception {
    HttpResponse response = read(WHOLE + "rest");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("content-TYPE")).isEqualTo("application/json");
    assertThat(response.body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void chunksAreJoined() throws Exception {
    assertThat(read(CHUNKED).body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void aBodyOfUnknownLengthEndsWithTheConnection() throws Exception {
    assertThat(read("HTTP/1.0 502 Bad\r\n\r\nsome text").body()).isEqualTo("some text");
  }

  @Test
  void interimAnswersAreSkipped() throws Exception {
    assertThat(read("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + WHOLE).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void statusesWithoutABodyReadNone(int status) throws Exception {
    assertThat(read("HTTP/1.1 " + status + " x\r\nContent-Length: 5\r\n\r\n").body()).isEmpty();
  }

  @Test
  void severalFieldsOfOneNameAreKeptInOrder() throws Exception {
    HttpResponse response = read("HTTP/1.1 200 OK\r\nx: 1\r\nX: 2\r\nContent-Length: 0\r\n\r\n");

    assertThat(response.headers().get("X")).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {WHOLE, CHUNKED})
  void aCutAnswerIsNeverAShorterAnswer(String whole) {
    for (int length = 0; length < whole.length(); length++) {
      String cut = whole.substring(0, length);

      assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n"
      })
  void bytesThatAreNoAnswerAreRefused(String bytes) {
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(BadAnswerException.class);
  }

  @Test
  void equalContentLengthsAreOne() throws Exception {
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx").body()).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 101\r\n", "Transfer-Encoding: chunked\r\n", ""})
  void aBodyAboveTheCapIsRefused(String field) {
    String body = field.startsWith("T") ? "65\r\n" + "x".repeat(101) : "x".repeat(101);

    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\r\n" + field + "\r\n" + body))
        .isInstanceOf(BadAnswerException.class)
        .hasMessage("sent more than 100 bytes");
  }

  @Test
  void aHeadWithoutEndIsRefused() {
    String bytes = "HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(20_000);

    assertThatThrownBy(() -> read(bytes)).hasMessage("sent a header that is too long");
  }

  @Test
  void interimAnswersWithoutEndAreRefused() {
    String bytes = "HTTP/1.1 100 Continue\r\n\r\n".repeat(100);

    assertThatThrownBy(() -> read(bytes)).hasMessage("sent only interim answers");
  }

  private static HttpResponse read(String bytes) throws IOException {
    byte[] in = bytes.getBytes(StandardCharsets.ISO_8859_1);
    return new ResponseReader(new ByteArrayInputStream(in), MAX).read();
  }
}
