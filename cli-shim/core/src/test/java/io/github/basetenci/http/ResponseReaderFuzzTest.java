package io.github.basetenci.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.http.ResponseReader.BadAnswerException;
import io.github.basetenci.testing.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.util.Arrays;

/** Any bytes are an answer, whole, or none; and a part of an answer is none. */
class ResponseReaderFuzzTest extends FuzzTest {
  private static final int MAX = 1000;

  @Override
  protected void tryOn(byte[] input) throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    HttpResponse response;
    try {
      response = new ResponseReader(in, MAX).read();
    } catch (BadAnswerException e) {
      assertThat(e.getMessage()).matches("sent .*|speaks (TLS|SOCKS)");
      return;
    } catch (EOFException e) {
      return;
    }
    int read = input.length - in.available();
    assertThat(response.status()).isBetween(200, 999);
    assertThat(response.body().length()).isLessThanOrEqualTo(MAX);
    assertThat(new ResponseReader(byteByByte(input), MAX).read()).isEqualTo(response);

    boolean endsWithTheConnection =
        response.header("Content-Length") == null && response.header("Transfer-Encoding") == null;
    if (!endsWithTheConnection && read > 0) {
      byte[] cut = Arrays.copyOf(input, randomOf(input).nextInt(read));
      assertThatThrownBy(() -> new ResponseReader(new ByteArrayInputStream(cut), MAX).read())
          .isInstanceOfAny(EOFException.class, BadAnswerException.class);
    }
  }

  /** As a network may deliver it. */
  private static InputStream byteByByte(byte[] input) {
    return new ByteArrayInputStream(input) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, 1));
      }
    };
  }
}
