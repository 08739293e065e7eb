package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.security.MasterToSlaveCallable;

/**
 * Asks the metadata service of a cloud for the identity token of the machine that the agent runs on. The address
 * is fixed here, and no proxy is used, because the address means the machine's own host.
 */
public final class AskCloud extends MasterToSlaveCallable<AgentToken, RuntimeException> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 10_000;
    private static final Pattern MEMBER = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"\\\\]*)\"");

    private final String address;
    private final String header;
    private final String value;
    private final boolean json;

    private AskCloud(String address, String header, String value, boolean json) {
        this.address = address;
        this.header = header;
        this.value = value;
        this.json = json;
    }

    /** Only the machines of Google Cloud answer this address, and only over plain HTTP. */
    @NonNull
    public static AskCloud gcp(@NonNull String audience) {
        return gcp("http://metadata.google.internal", audience);
    }

    @NonNull
    static AskCloud gcp(@NonNull String host, @NonNull String audience) {
        return new AskCloud(
                host + "/computeMetadata/v1/instance/service-accounts/default/identity?audience=" + encoded(audience)
                        + "&format=full",
                "Metadata-Flavor",
                "Google",
                false);
    }

    /** The link-local address that a virtual machine of Azure asks. */
    @NonNull
    public static AskCloud azure(@NonNull String audience) {
        return azure("http://169.254.169.254", audience);
    }

    @NonNull
    static AskCloud azure(@NonNull String host, @NonNull String audience) {
        return new AskCloud(
                host + "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + encoded(audience),
                "Metadata",
                "true",
                true);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public AgentToken call() {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            connection.setRequestProperty(header, value);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return AgentToken.refusal("answered the agent with HTTP " + status);
            }
            try (InputStream in = connection.getInputStream()) {
                return token(new String(in.readNBytes(2 * AgentToken.MAX_LENGTH), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            return AgentToken.refusal("does not answer the agent, which may run elsewhere");
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    private AgentToken token(String body) {
        if (!json) {
            return AgentToken.of(body);
        }
        Matcher member = MEMBER.matcher(body);
        return AgentToken.of(member.find() ? member.group(1) : "");
    }
}
