package io.jenkins.plugins.baseten.keys;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.util.Secret;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds credentials that hold one and the same key. Keys are compared by message authentication codes under a
 * random secret of each object, so that neither a key nor a value that could be used to guess a key stays in
 * memory.
 */
final class SharedKeys {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<StoredKey, List<StoredKey>> groups = new IdentityHashMap<>();

    SharedKeys(@NonNull List<StoredKey> keys) {
        Mac mac = mac();
        Map<ByteBuffer, List<StoredKey>> byCode = new HashMap<>();
        for (StoredKey key : keys) {
            String text = Secret.toString(key.credential().getSecret()).trim();
            if (!text.isEmpty()) {
                ByteBuffer code = ByteBuffer.wrap(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
                List<StoredKey> group = byCode.computeIfAbsent(code, first -> new ArrayList<>());
                group.add(key);
                groups.put(key, group);
            }
        }
    }

    private static Mac mac() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(random, ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * The sentence that names the other credentials with the key of a credential; empty if there are none.
     *
     * @param mayBeNamed the credentials that the sentence may name; other credentials are only counted
     */
    @NonNull
    String sentence(@NonNull StoredKey key, @NonNull Predicate<KeyId> mayBeNamed) {
        List<StoredKey> group = groups.getOrDefault(key, List.of(key));
        List<String> named = group.stream()
                .filter(other -> other != key)
                .map(StoredKey::id)
                .filter(mayBeNamed)
                .map(KeyId::toString)
                .toList();
        int others = group.size() - 1 - named.size();
        if (named.isEmpty()) {
            return others == 0 ? "" : Messages.finding_shared_elsewhere(others);
        }
        String names = String.join(", ", named);
        return others == 0 ? Messages.finding_shared(names) : Messages.finding_shared_and_elsewhere(names, others);
    }
}
