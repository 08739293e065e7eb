package io.github.basetenci.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer (RFC 9112) from a connection that is closed afterwards. An answer that
 * ends early, in its head or in its body, is a failure. It is never read as a shorter answer.
 */
final class ResponseReader {
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_INTERIM_ANSWERS = 10;

  /** The types of the first records of a TLS peer (RFC 8446, 5.1). */
  private static final int TLS_ALERT = 21;

  private static final int TLS_HANDSHAKE = 22;

  /**
   * The first byte of a SOCKS server's answer to a request that it does not understand. Version 4
   * answers with a zero.
   */
  private static final int SOCKS_4 = 0;

  private static final int SOCKS_5 = 5;

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d (\\d{3})( .*)?");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  private final InputStream in;
  private final int maxBodyBytes;
  private int headBytes;

  /**
   * @param in the connection, buffered
   * @param maxBodyBytes the largest body accepted
   */
  ResponseReader(InputStream in, int maxBodyBytes) {
    this.in = in;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Reads the answer and skips interim answers (1xx). */
  HttpResponse read() throws IOException {
    for (int i = 0; i < MAX_INTERIM_ANSWERS; i++) {
      Head head = readHead();
      if (head.status >= 200) {
        return new HttpResponse(head.status, head.fields, readBody(head));
      }
    }
    throw new BadAnswerException("sent only interim answers");
  }

  /** Reads the head of the answer to {@code CONNECT}. The bytes of the tunnel follow the head. */
  HttpResponse readTunnelHead() throws IOException {
    Head head = readHead();
    return new HttpResponse(head.status, head.fields, "");
  }

  private Head readHead() throws IOException {
    headBytes = 0;
    Matcher statusLine = STATUS_LINE.matcher(readFirstLine());
    if (!statusLine.matches()) {
      throw new BadAnswerException("sent something that is not an HTTP/1.1 answer");
    }
    Head head = new Head(Integer.parseInt(statusLine.group(1)));
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new BadAnswerException("sent a malformed header");
      }
      head.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return head;
  }

  /**
   * Reads the first line. A peer of another protocol is recognized by its first byte, because such
   * a peer closes the connection after a few bytes.
   */
  private String readFirstLine() throws IOException {
    int first = in.read();
    if (first == TLS_ALERT || first == TLS_HANDSHAKE) {
      throw new OtherProtocolException("TLS");
    }
    if (first == SOCKS_4 || first == SOCKS_5) {
      throw new OtherProtocolException("SOCKS");
    }
    return readLine(first);
  }

  private String readLine() throws IOException {
    return readLine(in.read());
  }

  private String readLine(int first) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int b = first; b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (++headBytes > MAX_HEAD_BYTES) {
        throw new BadAnswerException("sent a header that is too long");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private String readBody(Head head) throws IOException {
    if (head.status == 204 || head.status == 304) {
      return "";
    }
    byte[] body;
    if (head.fields.containsKey("Transfer-Encoding")) {
      body = readChunks(head);
    } else if (head.fields.containsKey("Content-Length")) {
      body = readExactly(contentLength(head));
    } else {
      body = readToEnd();
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  private int contentLength(Head head) throws IOException {
    Set<String> values = new TreeSet<>(head.all("Content-Length"));
    String value = values.iterator().next();
    if (values.size() != 1 || !LENGTH.matcher(value).matches()) {
      throw new BadAnswerException("sent a malformed Content-Length");
    }
    return accepted(Long.parseLong(value));
  }

  private byte[] readExactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private byte[] readToEnd() throws IOException {
    byte[] bytes = in.readNBytes(maxBodyBytes + 1);
    accepted(bytes.length);
    return bytes;
  }

  private byte[] readChunks(Head head) throws IOException {
    if (!head.all("Transfer-Encoding").equals(List.of("chunked"))) {
      throw new BadAnswerException("sent a body in an encoding that was not asked for");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      headBytes = 0;
      Matcher size = CHUNK_SIZE.matcher(readLine());
      if (!size.matches()) {
        throw new BadAnswerException("sent a malformed chunk");
      }
      long length = Long.parseLong(size.group(1), 16);
      if (length == 0) {
        break;
      }
      accepted(body.size() + length);
      body.writeBytes(readExactly((int) length));
      if (!readLine().isEmpty()) {
        throw new BadAnswerException("sent a malformed chunk");
      }
    }
    while (!readLine().isEmpty()) {
      // The trailer fields are not used. Reading them proves that the body is complete.
    }
    return body.toByteArray();
  }

  private int accepted(long length) throws BadAnswerException {
    if (length > maxBodyBytes) {
      throw new BadAnswerException("sent more than " + maxBodyBytes + " bytes");
    }
    return (int) length;
  }

  private static final class Head {
    final int status;
    final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Head(int status) {
      this.status = status;
    }

    void add(String name, String value) {
      List<String> values = fields.get(name);
      if (values == null) {
        values = new ArrayList<>();
        fields.put(name, values);
      }
      values.add(value);
    }

    /**
     * All values of a field, in lower case. A list of values in one field is divided into its
     * values.
     */
    List<String> all(String name) {
      List<String> all = new ArrayList<>();
      for (String value : fields.getOrDefault(name, List.of())) {
        for (String part : value.split(",", -1)) {
          all.add(Ascii.lower(part.strip()));
        }
      }
      return all;
    }
  }

  /**
   * The bytes are not an HTTP answer. The message is the end of a sentence: "the server sent ...".
   */
  static class BadAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    BadAnswerException(String predicate) {
      super(predicate);
    }
  }

  /** The first bytes belong to another protocol, so the peer has not understood the request. */
  static final class OtherProtocolException extends BadAnswerException {
    private static final long serialVersionUID = 1L;

    private final String protocol;

    OtherProtocolException(String protocol) {
      super("speaks " + protocol);
      this.protocol = protocol;
    }

    boolean isTls() {
      return protocol.equals("TLS");
    }
  }
}
