package io.jenkins.plugins.baseten.rotation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.managed.RefusedException;
import io.jenkins.plugins.baseten.credentials.KeyId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds many credentials. Each folder is read only once for all of its credentials. */
final class CredentialIndex {
    private final Map<String, Map<String, List<StoredCredential>>> folders = new HashMap<>();

    /**
     * The only credential with a name.
     *
     * @throws RefusedException if there is no such credential, or more than one
     */
    @NonNull
    StoredCredential find(@NonNull KeyId id) throws RefusedException {
        List<StoredCredential> found = folders.computeIfAbsent(
                        id.folder(), folder -> StoredCredential.in(folder).stream()
                                .collect(Collectors.groupingBy(
                                        stored -> stored.id().credentialsId())))
                .getOrDefault(id.credentialsId(), List.of());
        // If the number is not one, the called method throws the exception with its sentence.
        return found.size() == 1 ? found.get(0) : StoredCredential.find(id);
    }
}
