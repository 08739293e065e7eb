package io.jenkins.plugins.baseten.agent;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serial;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The answer of an agent that was asked for an identity token. A text that is no JSON web token does not leave
 * the agent.
 */
public final class AgentToken implements Serializable {
    /** The greatest length of an identity token, in characters. Tokens in use have about 2,000 characters. */
    static final int MAX_LENGTH = 65_536;

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Pattern WEB_TOKEN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final String text;
    private final boolean token;

    private AgentToken(String text, boolean token) {
        this.text = text;
        this.token = token;
    }

    /** The token that a text is, without blanks and line ends around it; a refusal if the text is no token. */
    @NonNull
    static AgentToken of(@NonNull String text) {
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            return refusal("is empty");
        }
        return stripped.length() <= MAX_LENGTH && WEB_TOKEN.matcher(stripped).matches()
                ? new AgentToken(stripped, true)
                : refusal("contains no JSON web token, so nothing of it was sent anywhere");
    }

    /** No token, with the reason as the end of a sentence that begins with the name of the source. */
    @NonNull
    static AgentToken refusal(@NonNull String reason) {
        return new AgentToken(reason, false);
    }

    /** The token, or null if there is none. */
    @CheckForNull
    public String token() {
        return token ? text : null;
    }

    /** Why there is no token, as the end of a sentence; null if there is a token. */
    @CheckForNull
    public String refusal() {
        return token ? null : text;
    }

    /** The kind of the answer, and never a token. */
    @NonNull
    @Override
    public String toString() {
        return token ? "identity token" : text;
    }
}
