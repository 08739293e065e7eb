package floor;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** What a JVM costs that does nothing but ask the two questions of a login. */
public final class Floor {
  private Floor() {}

  public static void main(String[] args) throws Exception {
    URI url = URI.create(System.getenv("INPUT_REMOTE-URL"));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    for (String path : new String[] {"/v1/users/me", "/v1/api_keys"}) {
      try (Socket plain = new Socket(url.getHost(), url.getPort());
          SSLSocket socket =
              (SSLSocket)
                  context.getSocketFactory().createSocket(plain, url.getHost(), url.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + url.getHost() + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().readAllBytes().length == 0) {
          throw new IllegalStateException("no answer");
        }
      }
    }
  }
}
