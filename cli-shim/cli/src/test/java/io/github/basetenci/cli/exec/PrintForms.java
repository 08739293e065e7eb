package io.github.basetenci.cli.exec;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.KeyForms;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A command that prints every form of the key in {@code BASETEN_API_KEY}, each once for every place
 * where two writes can cut it, on both streams in turn. A line reads {@code <FORM>}.
 */
public final class PrintForms {
  private PrintForms() {}

  public static void main(String[] args) throws IOException, InvalidKeyException {
    for (String form : KeyForms.of(ApiKey.of(System.getenv("BASETEN_API_KEY")))) {
      byte[] bytes = ("<" + form + ">\n").getBytes(StandardCharsets.US_ASCII);
      for (int cut = 0; cut <= bytes.length; cut++) {
        write(System.out, bytes, 0, cut);
        write(System.err, bytes, 0, cut);
        write(System.out, bytes, cut, bytes.length);
        write(System.err, bytes, cut, bytes.length);
      }
    }
  }

  private static void write(OutputStream out, byte[] bytes, int from, int to) throws IOException {
    out.write(bytes, from, to - from);
    out.flush();
  }
}
