package io.jenkins.plugins.baseten.leaks;

import static io.jenkins.plugins.baseten.Fixtures.addToSystem;
import static io.jenkins.plugins.baseten.Fixtures.store;
import static io.jenkins.plugins.baseten.Fixtures.storeSecretText;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;

/** A way to give a build a key: ours, and those that it is measured by. */
enum Block {
    BASETEN("withBaseten(credentialsId: '%s') {"),
    SECRET_TEXT("withCredentials([string(credentialsId: '%s', variable: 'BASETEN_API_KEY')]) {"),
    SECRET_FILE("withCredentials([file(credentialsId: '%s', variable: 'BASETEN_KEY_FILE')]) {");

    private final String format;

    Block(String format) {
        this.format = format;
    }

    /** The first line of the block in a Jenkinsfile; the last one is a brace. */
    String open() {
        return String.format(format, id());
    }

    /** Stores a key so that {@link #open} finds it. */
    void provide(String key) throws Exception {
        switch (this) {
            case BASETEN -> store(id(), key, null);
            case SECRET_TEXT -> storeSecretText(id(), key);
            case SECRET_FILE ->
                addToSystem(new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        id(),
                        null,
                        "key.txt",
                        SecretBytes.fromBytes(key.getBytes(StandardCharsets.UTF_8))));
        }
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
