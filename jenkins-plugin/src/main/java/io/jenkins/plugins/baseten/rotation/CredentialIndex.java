package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds many credentials at once. Each folder is read once, however many of its credentials are wanted. */
final class CredentialIndex {
    private final Map<String, Map<String, List<StoredCredential>>> folders = new HashMap<>();

    /**
     * The one credential of that name.
     *
     * @throws RefusedException if there is none, or more than one
     */
    @NonNull
    StoredCredential find(@NonNull KeyId id) throws RefusedException {
        List<StoredCredential> found = folders.computeIfAbsent(
                        id.folder(), folder -> StoredCredential.in(folder).stream()
                                .collect(Collectors.groupingBy(
                                        stored -> stored.id().credentialsId())))
                .getOrDefault(id.credentialsId(), List.of());
        // The rare case has its sentence there.
        return found.size() == 1 ? found.get(0) : StoredCredential.find(id);
    }
}
