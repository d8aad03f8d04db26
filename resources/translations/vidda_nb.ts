<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="nb" sourcelanguage="en">
<context>
    <name>AdditionForm</name>
    <message>
        <source>Being signed …</source>
        <translation>Signeres …</translation>
    </message>
    <message>
        <source>Write the text first.</source>
        <translation>Skriv teksten først.</translation>
    </message>
    <message>
        <source>The text is the same as before. Change what is wrong in it.</source>
        <translation>Teksten er den samme som før. Endre det som er feil.</translation>
    </message>
    <message>
        <source>Write why, in a few words.</source>
        <translation>Skriv hvorfor, med noen få ord.</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Retting</translation>
    </message>
    <message>
        <source>Addendum</source>
        <translation>Tillegg</translation>
    </message>
    <message>
        <source>The text as it was stays readable. The correction is dated and signed.</source>
        <translation>Teksten slik den var, kan fortsatt leses. Rettingen dateres og signeres.</translation>
    </message>
    <message>
        <source>It stands under the note, dated and signed. Nothing else changes.</source>
        <translation>Det står under notatet, datert og signert. Ingenting annet endres.</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>Avsnitt</translation>
    </message>
    <message>
        <source>How the section is to read</source>
        <translation>Slik skal avsnittet lyde</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Tekst</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grunn</translation>
    </message>
    <message>
        <source>Sign correction</source>
        <translation>Signer retting</translation>
    </message>
    <message>
        <source>Sign addendum</source>
        <translation>Signer tillegg</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
    <message>
        <source>Your answer</source>
        <translation>Svaret ditt</translation>
    </message>
    <message>
        <source>More is wanted</source>
        <translation>Spesialisten ber om mer</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>Vurdering</translation>
    </message>
    <message>
        <source>Treatment and follow-up</source>
        <translation>Behandling og oppfølging</translation>
    </message>
    <message>
        <source>Quality of what was sent</source>
        <translation>Kvaliteten på det som ble sendt</translation>
    </message>
    <message>
        <source>Finding {number}</source>
        <translation>Funn {number}</translation>
    </message>
    <message>
        <source>At most {number} characters</source>
        <translation>Høyst {number} tegn</translation>
    </message>
    <message>
        <source>Write an answer, or add what is asked for</source>
        <translation>Skriv et svar, eller legg til det som er bedt om</translation>
    </message>
</context>
<context>
    <name>AllocateFlow</name>
    <message>
        <source>Allocated to {name}. The sender is told.</source>
        <translation>Fordelt til {name}. Avsenderen får beskjed.</translation>
    </message>
</context>
<context>
    <name>AllocatePanel</name>
    <message>
        <source>Who answers?</source>
        <translation>Hvem svarer?</translation>
    </message>
    <message>
        <source>The answer went to the sender.</source>
        <translation>Svaret gikk til avsenderen.</translation>
    </message>
    <message>
        <source>Nobody has it yet.</source>
        <translation>Ingen har den ennå.</translation>
    </message>
    <message>
        <source>Not opened yet</source>
        <translation>Ikke åpnet ennå</translation>
    </message>
    <message>
        <source>Nobody to choose from</source>
        <translation>Ingen å velge mellom</translation>
    </message>
    <message>
        <source>No specialist of this kind has a computer in the directory. Ask your administrator, or call the sender.</source>
        <translation>Ingen spesialist av dette slaget har en datamaskin i katalogen. Spør administratoren, eller ring avsenderen.</translation>
    </message>
    <message>
        <source>Reason, if you like</source>
        <translation>Grunn, om du vil</translation>
    </message>
    <message>
        <source>The sender and the specialists read it.</source>
        <translation>Avsenderen og spesialistene leser den.</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Send på nytt</translation>
    </message>
    <message>
        <source>Move here</source>
        <translation>Flytt hit</translation>
    </message>
    <message>
        <source>Allocate</source>
        <translation>Fordel</translation>
    </message>
    <message>
        <source>Allocate to {name}, {load}</source>
        <translation>Fordel til {name}, {load}</translation>
    </message>
</context>
<context>
    <name>Allocation</name>
    <message>
        <source>Given to a specialist {when}</source>
        <translation>Gitt til en spesialist {when}</translation>
    </message>
    <message>
        <source>With {name} since {when}</source>
        <translation>Hos {name} siden {when}</translation>
    </message>
    <message>
        <source>Has waited {n} days</source>
        <translation>Har ventet {n} dager</translation>
    </message>
    <message>
        <source>Has waited {hours} h {minutes} min</source>
        <translation>Har ventet {hours} t {minutes} min</translation>
    </message>
    <message>
        <source>Has waited {n} min</source>
        <translation>Har ventet {n} min</translation>
    </message>
    <message>
        <source>No open case from you</source>
        <translation>Ingen åpen sak fra deg</translation>
    </message>
    <message>
        <source>1 open case from you</source>
        <translation>1 åpen sak fra deg</translation>
    </message>
    <message>
        <source>{n} open cases from you</source>
        <translation>{n} åpne saker fra deg</translation>
    </message>
    <message>
        <source>Whoever had it no longer has access. Choose somebody else.</source>
        <translation>Den som hadde den, har ikke lenger tilgang. Velg en annen.</translation>
    </message>
</context>
<context>
    <name>AnotherFlow</name>
    <message>
        <source>There is no other specialist to ask.</source>
        <translation>Det er ingen annen spesialist å spørre.</translation>
    </message>
    <message>
        <source>Sent to {name} as well, as a case of its own.</source>
        <translation>Sendt til {name} også, som en egen sak.</translation>
    </message>
</context>
<context>
    <name>ApprovalPage</name>
    <message>
        <source>Waiting for your administrator</source>
        <translation>Venter på administratoren din</translation>
    </message>
    <message>
        <source>Tell your administrator that you are ready. They confirm that it is you.</source>
        <translation>Si fra til administratoren at du er klar. Administratoren bekrefter at det er deg.</translation>
    </message>
    <message>
        <source>This goes on by itself. You can close Vidda and come back later.</source>
        <translation>Dette går videre av seg selv. Du kan lukke Vidda og komme tilbake senere.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
</context>
<context>
    <name>ArrivalAlarm</name>
    <message>
        <source>Somebody is waiting for you.</source>
        <translation>Noen venter på deg.</translation>
    </message>
</context>
<context>
    <name>Aside</name>
    <message>
        <source>Needs you</source>
        <translation>Må følges opp</translation>
    </message>
    <message>
        <source>Nothing else waits for you.</source>
        <translation>Ingenting annet venter på deg.</translation>
    </message>
    <message>
        <source>Your equipment</source>
        <translation>Utstyret ditt</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Ingen funnet</translation>
    </message>
</context>
<context>
    <name>BodyMap</name>
    <message>
        <source>Front</source>
        <translation>Foran</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Bak</translation>
    </message>
    <message>
        <source>Place on the body</source>
        <translation>Sted på kroppen</translation>
    </message>
    <message>
        <source>Nothing is marked. Click, or use the arrow keys.</source>
        <translation>Ingenting er merket. Klikk, eller bruk piltastene.</translation>
    </message>
</context>
<context>
    <name>Call</name>
    <message>
        <source>No connection</source>
        <translation>Ingen forbindelse</translation>
    </message>
    <message>
        <source>Poor connection</source>
        <translation>Dårlig forbindelse</translation>
    </message>
    <message>
        <source>Weak connection</source>
        <translation>Svak forbindelse</translation>
    </message>
    <message>
        <source>Good connection</source>
        <translation>God forbindelse</translation>
    </message>
    <message>
        <source>The other person</source>
        <translation>Den andre</translation>
    </message>
    <message>
        <source>You are not in the visit</source>
        <translation>Du er ikke i samtalen</translation>
    </message>
    <message>
        <source>{name} is joining …</source>
        <translation>{name} kommer inn …</translation>
    </message>
    <message>
        <source>Connecting again …</source>
        <translation>Kobler til igjen …</translation>
    </message>
    <message>
        <source>You have left the call</source>
        <translation>Du har forlatt samtalen</translation>
    </message>
    <message>
        <source>{name} has left the call</source>
        <translation>{name} har forlatt samtalen</translation>
    </message>
    <message>
        <source>The visit is finished</source>
        <translation>Konsultasjonen er avsluttet</translation>
    </message>
    <message>
        <source>Back in the waiting room</source>
        <translation>Tilbake på venterommet</translation>
    </message>
    <message>
        <source>The visit is over for you</source>
        <translation>Samtalen er over for deg</translation>
    </message>
    <message>
        <source>The connection could not be made</source>
        <translation>Det ble ingen forbindelse</translation>
    </message>
    <message>
        <source>The call was ended for safety</source>
        <translation>Samtalen ble avsluttet for sikkerhets skyld</translation>
    </message>
    <message>
        <source>The call is over</source>
        <translation>Samtalen er over</translation>
    </message>
    <message>
        <source>{name} is sharing a screen</source>
        <translation>{name} deler en skjerm</translation>
    </message>
    <message>
        <source>Through a relay, still encrypted</source>
        <translation>Via mellomledd, fortsatt kryptert</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>Ikke noe kamera</translation>
    </message>
    <message>
        <source>Background blurred</source>
        <translation>Bakgrunnen er uskarp</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>Your screen</source>
        <translation>Skjermen din</translation>
    </message>
    <message>
        <source>The words differ. End the call and ring instead.</source>
        <translation>Ordene er ulike. Avslutt samtalen og ring i stedet.</translation>
    </message>
    <message>
        <source>The visit is interrupted. Vidda goes on trying.</source>
        <translation>Samtalen er avbrutt. Vidda fortsetter å prøve.</translation>
    </message>
    <message>
        <source>The connection is gone. Vidda goes on trying.</source>
        <translation>Forbindelsen er brutt. Vidda fortsetter å prøve.</translation>
    </message>
    <message>
        <source>Vidda is not connected to the clinic&apos;s server. Trying again.</source>
        <translation>Vidda har ikke forbindelse med klinikkens tjener. Prøver igjen.</translation>
    </message>
    <message>
        <source>{name} is in the waiting room</source>
        <translation>{name} er på venterommet</translation>
    </message>
    <message>
        <source>Admit</source>
        <translation>Slipp inn</translation>
    </message>
    <message>
        <source>Blurring the background was too much for this computer.</source>
        <translation>Å gjøre bakgrunnen uskarp ble for mye for denne datamaskinen.</translation>
    </message>
    <message>
        <source>Blurring the background failed on this computer.</source>
        <translation>Det gikk ikke å gjøre bakgrunnen uskarp på denne datamaskinen.</translation>
    </message>
    <message>
        <source>Your camera is off: switch it on to be seen with your background.</source>
        <translation>Kameraet ditt er slått av: slå det på for å bli sett med bakgrunnen din.</translation>
    </message>
    <message>
        <source>{name} is taking a picture of you. Hold still.</source>
        <translation>{name} tar et bilde av deg. Hold deg i ro.</translation>
    </message>
    <message>
        <source>{name} has taken a picture of you.</source>
        <translation>{name} har tatt et bilde av deg.</translation>
    </message>
    <message>
        <source>{name} now keeps it or deletes it.</source>
        <translation>{name} lagrer det eller sletter det nå.</translation>
    </message>
    <message>
        <source>You are told which, unless the call ends first.</source>
        <translation>Du får vite hva det ble, hvis ikke samtalen tar slutt først.</translation>
    </message>
    <message>
        <source>The picture is kept in your record.</source>
        <translation>Bildet er lagret i journalen din.</translation>
    </message>
    <message>
        <source>The picture of you is deleted.</source>
        <translation>Bildet av deg er slettet.</translation>
    </message>
    <message>
        <source>No picture of you was taken.</source>
        <translation>Det ble ikke tatt noe bilde av deg.</translation>
    </message>
    <message>
        <source>You are talking, but the microphone is off</source>
        <translation>Du snakker, men mikrofonen er av</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Slå på mikrofonen</translation>
    </message>
    <message>
        <source>We hear nothing from your microphone</source>
        <translation>Vi hører ingenting fra mikrofonen din</translation>
    </message>
    <message>
        <source>Is the headset muted? Press its button, or choose another one.</source>
        <translation>Er hodesettet dempet? Trykk på knappen på det, eller velg et annet.</translation>
    </message>
    <message>
        <source>The network is weak. The sound comes first.</source>
        <translation>Nettet er svakt. Lyden går først.</translation>
    </message>
    <message>
        <source>The picture may stand still. It comes back by itself.</source>
        <translation>Bildet kan stå stille. Det kommer tilbake av seg selv.</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detaljer</translation>
    </message>
    <message>
        <source>Nothing is filtered. Headphones let you hear the low sounds.</source>
        <translation>Ingenting er filtrert. Med hodetelefoner hører du de lave lydene.</translation>
    </message>
    <message>
        <source>You hear a stethoscope, as {name} hears it</source>
        <translation>Du hører et stetoskop, slik {name} hører det</translation>
    </message>
    <message>
        <source>{name} is recording the sound of a stethoscope</source>
        <translation>{name} tar opp lyden av et stetoskop</translation>
    </message>
    <message>
        <source>Sound only</source>
        <translation>Bare lyd</translation>
    </message>
    <message>
        <source>{name} has the camera off</source>
        <translation>{name} har slått av kameraet</translation>
    </message>
    <message>
        <source>{name} has no camera connected</source>
        <translation>{name} har ikke noe kamera tilkoblet</translation>
    </message>
    <message>
        <source>The picture is coming …</source>
        <translation>Bildet kommer …</translation>
    </message>
    <message>
        <source>{name} is not here yet</source>
        <translation>{name} er ikke her ennå</translation>
    </message>
    <message>
        <source>Ring {number}.</source>
        <translation>Ring {number}.</translation>
    </message>
</context>
<context>
    <name>CallFlow</name>
    <message>
        <source>A visit is open.</source>
        <translation>En konsultasjon er åpen.</translation>
    </message>
    <message>
        <source>Leave or finish it first, then lock.</source>
        <translation>Forlat eller avslutt den først, lås så.</translation>
    </message>
    <message>
        <source>Your text is not saved yet.</source>
        <translation>Teksten din er ikke lagret ennå.</translation>
    </message>
    <message>
        <source>Make room on the disk, or copy the text. Closing again loses what is new.</source>
        <translation>Frigjør plass på disken, eller kopier teksten. Lukker du igjen, går det nye tapt.</translation>
    </message>
    <message>
        <source>The stethoscope is being recorded.</source>
        <translation>Stetoskopet tas opp.</translation>
    </message>
    <message>
        <source>Stop and keep it first. Closing again ends the recording and keeps it.</source>
        <translation>Stopp og lagre opptaket først. Lukker du igjen, avsluttes og lagres det.</translation>
    </message>
    <message>
        <source>The recording of the stethoscope is not kept yet.</source>
        <translation>Opptaket av stetoskopet er ikke lagret ennå.</translation>
    </message>
    <message>
        <source>Keep it or delete it. Closing again deletes it.</source>
        <translation>Lagre det eller slett det. Lukker du igjen, slettes det.</translation>
    </message>
    <message>
        <source>Make room on the disk. Closing again loses the recording.</source>
        <translation>Frigjør plass på disken. Lukker du igjen, går opptaket tapt.</translation>
    </message>
    <message>
        <source>A picture waits for your answer.</source>
        <translation>Et bilde venter på svaret ditt.</translation>
    </message>
</context>
<context>
    <name>CallPanel</name>
    <message>
        <source>Note</source>
        <translation>Notat</translation>
    </message>
    <message>
        <source>Safety</source>
        <translation>Sikkerhet</translation>
    </message>
    <message>
        <source>Earlier notes</source>
        <translation>Tidligere notater</translation>
    </message>
    <message>
        <source>Pictures, sounds</source>
        <translation>Bilder, lyder</translation>
    </message>
    <message>
        <source>Beside the picture</source>
        <translation>Ved siden av bildet</translation>
    </message>
</context>
<context>
    <name>CallScreen</name>
    <message>
        <source>Finish, then sign</source>
        <translation>Avslutt, og signer</translation>
    </message>
</context>
<context>
    <name>CallStage</name>
    <message>
        <source>Connecting again …</source>
        <translation>Kobler til igjen …</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Tilkoblet</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>Your screen</source>
        <translation>Skjermen din</translation>
    </message>
</context>
<context>
    <name>CaptureFlow</name>
    <message>
        <source>A visit is using camera and microphone.</source>
        <translation>Et besøk bruker kamera og mikrofon.</translation>
    </message>
    <message>
        <source>Leave the visit first, or choose a file.</source>
        <translation>Forlat besøket først, eller velg en fil.</translation>
    </message>
</context>
<context>
    <name>CapturePane</name>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>What the camera sees</source>
        <translation>Det kameraet ser</translation>
    </message>
    <message>
        <source>It is being judged.</source>
        <translation>Det blir vurdert.</translation>
    </message>
    <message>
        <source>Next: {view}</source>
        <translation>Neste: {view}</translation>
    </message>
    <message>
        <source>Back to all views</source>
        <translation>Tilbake til alle visninger</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Record again</source>
        <translation>Ta opp på nytt</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Ta opp</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>Ta på nytt</translation>
    </message>
    <message>
        <source>Take picture</source>
        <translation>Ta bilde</translation>
    </message>
    <message>
        <source>Nothing is kept before you take it.</source>
        <translation>Ingenting lagres før du tar det.</translation>
    </message>
    <message>
        <source>Recording. 10 to 20 seconds.</source>
        <translation>Tar opp. 10 til 20 sekunder.</translation>
    </message>
</context>
<context>
    <name>CaseHistory</name>
    <message>
        <source>Added {when}</source>
        <translation>Lagt til {when}</translation>
    </message>
    <message>
        <source>New recordings: {count}</source>
        <translation>Nye opptak: {count}</translation>
    </message>
    <message>
        <source>Earlier answer of {name}, {when}</source>
        <translation>Tidligere svar fra {name}, {when}</translation>
    </message>
</context>
<context>
    <name>CaseNews</name>
    <message>
        <source>An answer of yours is overdue.</source>
        <translation>Et svar fra deg er over fristen.</translation>
    </message>
    <message>
        <source>A case has waited for more than an hour to be allocated.</source>
        <translation>En sak har ventet i mer enn en time på å bli fordelt.</translation>
    </message>
    <message>
        <source>The answer to a case that you allocated is overdue.</source>
        <translation>Svaret i en sak du har fordelt, er over fristen.</translation>
    </message>
    <message>
        <source>Half of the time for an answer of yours is over.</source>
        <translation>Halve tiden for et svar fra deg er gått.</translation>
    </message>
    <message>
        <source>Something has come for you to answer.</source>
        <translation>Det har kommet noe du skal svare på.</translation>
    </message>
    <message>
        <source>Something has come for you to allocate.</source>
        <translation>Det har kommet noe du skal fordele.</translation>
    </message>
    <message>
        <source>A case has come back to you, to be allocated again.</source>
        <translation>En sak er kommet tilbake til deg og må fordeles på nytt.</translation>
    </message>
    <message>
        <source>A case of yours was given to somebody else.</source>
        <translation>En av sakene dine er gitt til en annen.</translation>
    </message>
    <message>
        <source>An answer has come.</source>
        <translation>Det har kommet et svar.</translation>
    </message>
    <message>
        <source>A specialist asks you for more.</source>
        <translation>En spesialist ber deg om mer.</translation>
    </message>
</context>
<context>
    <name>Causes</name>
    <message>
        <source>Vidda is locked.</source>
        <translation>Vidda er låst.</translation>
    </message>
    <message>
        <source>Your notes are safe on this computer.</source>
        <translation>Notatene er trygge på denne datamaskinen.</translation>
    </message>
    <message>
        <source>You locked Vidda, or it was left alone for a while.</source>
        <translation>Du har låst Vidda, eller det har stått urørt en stund.</translation>
    </message>
    <message>
        <source>Open it with the key store, your passphrase or the recovery key.</source>
        <translation>Åpne med nøkkellageret, passfrasen eller gjenopprettingsnøkkelen.</translation>
    </message>
    <message>
        <source>Your notes are safe, but they stay locked until you open them here.</source>
        <translation>Notatene er trygge, men låst til du åpner dem her.</translation>
    </message>
    <message>
        <source>Write your passphrase, or the recovery key from the sheet you printed. Vidda then makes a new entry in the key store.</source>
        <translation>Skriv passfrasen, eller gjenopprettingsnøkkelen fra arket du skrev ut. Vidda legger da nøkkelen i nøkkellageret på nytt.</translation>
    </message>
    <message>
        <source>The key is no longer in the key store of this computer.</source>
        <translation>Nøkkelen ligger ikke lenger i nøkkellageret på denne datamaskinen.</translation>
    </message>
    <message>
        <source>The key store answers, but Vidda&apos;s entry is gone. This can happen after a new password or a new computer.</source>
        <translation>Nøkkellageret svarer, men Viddas nøkkel er borte. Det kan skje etter nytt passord eller ny datamaskin.</translation>
    </message>
    <message>
        <source>The key store of this computer is locked.</source>
        <translation>Nøkkellageret på denne datamaskinen er låst.</translation>
    </message>
    <message>
        <source>The key store opens when you log in, or when you unlock it yourself.</source>
        <translation>Nøkkellageret åpnes når du logger inn, eller når du låser det opp selv.</translation>
    </message>
    <message>
        <source>Unlock the key store and ask it again, or write your passphrase.</source>
        <translation>Lås opp nøkkellageret og spør på nytt, eller skriv passfrasen.</translation>
    </message>
    <message>
        <source>The key store of this computer refused.</source>
        <translation>Nøkkellageret på denne datamaskinen sa nei.</translation>
    </message>
    <message>
        <source>You or the system said no, or the service has stopped.</source>
        <translation>Du eller systemet sa nei, eller tjenesten har stoppet.</translation>
    </message>
    <message>
        <source>Ask it again and allow Vidda, or write your passphrase.</source>
        <translation>Spør på nytt og gi Vidda lov, eller skriv passfrasen.</translation>
    </message>
    <message>
        <source>This computer now uses another key store.</source>
        <translation>Denne datamaskinen bruker nå et annet nøkkellager.</translation>
    </message>
    <message>
        <source>The key lies in the key store that was in use before.</source>
        <translation>Nøkkelen ligger i nøkkellageret som var i bruk før.</translation>
    </message>
    <message>
        <source>This computer has no key store that Vidda may use.</source>
        <translation>Denne datamaskinen har ikke noe nøkkellager som Vidda kan bruke.</translation>
    </message>
    <message>
        <source>Vidda puts keys only into the system&apos;s own key store, never into a file.</source>
        <translation>Vidda legger nøkler bare i systemets eget nøkkellager, aldri i en fil.</translation>
    </message>
    <message>
        <source>Write your passphrase each time you start Vidda.</source>
        <translation>Skriv passfrasen hver gang du starter Vidda.</translation>
    </message>
    <message>
        <source>The key in the key store does not fit.</source>
        <translation>Nøkkelen i nøkkellageret passer ikke.</translation>
    </message>
    <message>
        <source>Another copy of Vidda may have put its own key there.</source>
        <translation>En annen kopi av Vidda kan ha lagt sin egen nøkkel der.</translation>
    </message>
    <message>
        <source>Write your passphrase, or the recovery key from the sheet you printed.</source>
        <translation>Skriv passfrasen, eller gjenopprettingsnøkkelen fra arket du skrev ut.</translation>
    </message>
    <message>
        <source>The key store of this computer does not answer.</source>
        <translation>Nøkkellageret på denne datamaskinen svarer ikke.</translation>
    </message>
    <message>
        <source>Vidda waited half a minute. Perhaps a question from the system is open.</source>
        <translation>Vidda ventet et halvt minutt. Kanskje et spørsmål fra systemet står åpent.</translation>
    </message>
    <message>
        <source>Answer the system&apos;s question and ask again, or write your passphrase.</source>
        <translation>Svar på spørsmålet fra systemet og spør på nytt, eller skriv passfrasen.</translation>
    </message>
</context>
<context>
    <name>Check</name>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Høyttaler</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Forbindelse</translation>
    </message>
    <message>
        <source>We hear nothing</source>
        <translation>Vi hører ingenting</translation>
    </message>
    <message>
        <source>We see nothing</source>
        <translation>Vi ser ingenting</translation>
    </message>
    <message>
        <source>A little weak</source>
        <translation>Litt svak</translation>
    </message>
    <message>
        <source>Not tried yet</source>
        <translation>Ikke prøvd ennå</translation>
    </message>
    <message>
        <source>Trying …</source>
        <translation>Prøver …</translation>
    </message>
    <message>
        <source>Works</source>
        <translation>Virker</translation>
    </message>
    <message>
        <source>Does not work</source>
        <translation>Virker ikke</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Hoppet over</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Ikke funnet</translation>
    </message>
    <message>
        <source>There is a picture.</source>
        <translation>Det er bilde.</translation>
    </message>
    <message>
        <source>You can go in without it. Then you see, but are not seen.</source>
        <translation>Du kan gå inn uten. Da ser du, men blir ikke sett.</translation>
    </message>
    <message>
        <source>Is it covered, or in use elsewhere? You can go in without it.</source>
        <translation>Er det dekket til, eller i bruk et annet sted? Du kan gå inn uten.</translation>
    </message>
    <message>
        <source>The light beside the camera comes on.</source>
        <translation>Lampen ved kameraet tennes.</translation>
    </message>
    <message>
        <source>We hear you.</source>
        <translation>Vi hører deg.</translation>
    </message>
    <message>
        <source>Connect a headset. Without one you hear, but are not heard.</source>
        <translation>Koble til et hodesett. Uten det hører du, men blir ikke hørt.</translation>
    </message>
    <message>
        <source>Is the headset muted? Press its button, then say a few words.</source>
        <translation>Er hodesettet dempet? Trykk på knappen på det, og si noen ord.</translation>
    </message>
    <message>
        <source>We have not heard you yet. Say a few words at any time.</source>
        <translation>Vi har ikke hørt deg ennå. Si noen ord når du vil.</translation>
    </message>
    <message>
        <source>Say a few words.</source>
        <translation>Si noen ord.</translation>
    </message>
    <message>
        <source>You heard the tone.</source>
        <translation>Du hørte tonen.</translation>
    </message>
    <message>
        <source>Turn the sound up, or plug the headset in. Then play it again.</source>
        <translation>Skru opp lyden, eller koble til hodesettet. Spill så av på nytt.</translation>
    </message>
    <message>
        <source>Did you hear the tone?</source>
        <translation>Hørte du tonen?</translation>
    </message>
    <message>
        <source>Play a tone and listen.</source>
        <translation>Spill av en tone og lytt.</translation>
    </message>
    <message>
        <source>The clinic answers.</source>
        <translation>Klinikken svarer.</translation>
    </message>
    <message>
        <source>The sound will be fine. The picture may be coarse. Move closer to the router if you can.</source>
        <translation>Lyden blir god. Bildet kan bli grovt. Flytt deg nærmere ruteren om du kan.</translation>
    </message>
    <message>
        <source>The clinic does not answer. Vidda goes on trying.</source>
        <translation>Klinikken svarer ikke. Vidda fortsetter å prøve.</translation>
    </message>
    <message>
        <source>Asking the clinic …</source>
        <translation>Spør klinikken …</translation>
    </message>
</context>
<context>
    <name>CheckScreen</name>
    <message>
        <source>Nothing is plugged in</source>
        <translation>Ingenting er koblet til</translation>
    </message>
    <message>
        <source>Check sound and picture</source>
        <translation>Sjekk lyd og bilde</translation>
    </message>
    <message>
        <source>You can go in even if something here does not work.</source>
        <translation>Du kan gå inn selv om noe her ikke virker.</translation>
    </message>
    <message>
        <source>Your visit with {name} is at {time}.</source>
        <translation>Samtalen med {name} er klokka {time}.</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>Only you see this. Nothing is recorded.</source>
        <translation>Bare du ser dette. Ingenting tas opp.</translation>
    </message>
    <message>
        <source>Microphone: we hear you</source>
        <translation>Mikrofon: vi hører deg</translation>
    </message>
    <message>
        <source>Microphone: we hear nothing</source>
        <translation>Mikrofon: vi hører ingenting</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Bytt</translation>
    </message>
    <message>
        <source>Change the camera</source>
        <translation>Bytt kamera</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>Velg en annen</translation>
    </message>
    <message>
        <source>Choose another microphone</source>
        <translation>Velg en annen mikrofon</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Spill av på nytt</translation>
    </message>
    <message>
        <source>Play a tone</source>
        <translation>Spill av en tone</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Yes, I heard the tone</source>
        <translation>Ja, jeg hørte tonen</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>No, I heard nothing</source>
        <translation>Nei, jeg hørte ingenting</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Prøv igjen</translation>
    </message>
    <message>
        <source>Go to the waiting room</source>
        <translation>Gå til venterommet</translation>
    </message>
    <message>
        <source>Ring me</source>
        <translation>Ring meg</translation>
    </message>
    <message>
        <source>Ring me instead</source>
        <translation>Ring meg i stedet</translation>
    </message>
    <message>
        <source>“Ring me instead” tells the clinic to ring you.</source>
        <translation>«Ring meg i stedet» ber klinikken om å ringe deg.</translation>
    </message>
    <message>
        <source>You can also ring {number}.</source>
        <translation>Du kan også ringe {number}.</translation>
    </message>
</context>
<context>
    <name>CodePage</name>
    <message>
        <source>Write the server&apos;s address.</source>
        <translation>Skriv adressen til tjeneren.</translation>
    </message>
    <message>
        <source>The code has a typing error. Compare it with the paper.</source>
        <translation>Det er en skrivefeil i koden. Sammenlign den med arket.</translation>
    </message>
    <message>
        <source>Group {group} of the code is not right.</source>
        <translation>Gruppe {group} i koden er ikke riktig.</translation>
    </message>
    <message>
        <source>Welcome to Vidda</source>
        <translation>Velkommen til Vidda</translation>
    </message>
    <message>
        <source>Your administrator has given you a code. It shows Vidda which organisation you belong to, so that nobody else can pretend to be it.</source>
        <translation>Du har fått en kode av administratoren. Den viser Vidda hvilken virksomhet du hører til, så ingen andre kan gi seg ut for å være den.</translation>
    </message>
    <message>
        <source>The server&apos;s address</source>
        <translation>Adressen til tjeneren</translation>
    </message>
    <message>
        <source>It stands on the same paper as the code.</source>
        <translation>Den står på samme ark som koden.</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Kode</translation>
    </message>
    <message>
        <source>Nine groups of five; small letters are fine.</source>
        <translation>Ni grupper på fem; små bokstaver går fint.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Gå videre</translation>
    </message>
</context>
<context>
    <name>CompareCard</name>
    <message>
        <source>Do both hear the same four words?</source>
        <translation>Hører begge de samme fire ordene?</translation>
    </message>
    <message>
        <source>Read the first two aloud and let {name} read the last two.</source>
        <translation>Les de to første høyt, og la {name} lese de to siste.</translation>
    </message>
    <message>
        <source>the other person</source>
        <translation>den andre</translation>
    </message>
    <message>
        <source>The four words come with the connection</source>
        <translation>De fire ordene kommer med forbindelsen</translation>
    </message>
    <message>
        <source>As soon as both are connected, the same four words stand on both sides.</source>
        <translation>Så snart begge er tilkoblet, står de samme fire ordene på begge sider.</translation>
    </message>
    <message>
        <source>Yes, the same</source>
        <translation>Ja, de samme</translation>
    </message>
    <message>
        <source>No, they differ</source>
        <translation>Nei, de er ulike</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Senere</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>ComposeForm</name>
    <message>
        <source>Write the patient&apos;s name</source>
        <translation>Skriv navnet på pasienten</translation>
    </message>
    <message>
        <source>Write the patient&apos;s date of birth</source>
        <translation>Skriv fødselsdatoen til pasienten</translation>
    </message>
    <message>
        <source>Write the question to the specialist</source>
        <translation>Skriv spørsmålet til spesialisten</translation>
    </message>
    <message>
        <source>Say where on the body it is</source>
        <translation>Si hvor på kroppen det er</translation>
    </message>
    <message>
        <source>Say how long it has been there</source>
        <translation>Si hvor lenge det har vært der</translation>
    </message>
    <message>
        <source>Nobody of this specialty is in the directory yet</source>
        <translation>Ingen med denne spesialiteten står i katalogen ennå</translation>
    </message>
    <message>
        <source>Ask the patient and tick that they agree</source>
        <translation>Spør pasienten, og kryss av for samtykke</translation>
    </message>
    <message>
        <source>Specialty</source>
        <translation>Spesialitet</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Til</translation>
    </message>
    <message>
        <source>Patient&apos;s name</source>
        <translation>Pasientens navn</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>Fødselsdato</translation>
    </message>
    <message>
        <source>Question to the specialist</source>
        <translation>Spørsmål til spesialisten</translation>
    </message>
    <message>
        <source>Answer wanted within</source>
        <translation>Ønsket svar innen</translation>
    </message>
    <message>
        <source>Where on the body</source>
        <translation>Hvor på kroppen</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Hvor lenge</translation>
    </message>
    <message>
        <source>Symptoms</source>
        <translation>Symptomer</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Sykehistorie</translation>
    </message>
    <message>
        <source>Medicines and allergies</source>
        <translation>Medisiner og allergier</translation>
    </message>
    <message>
        <source>The patient agrees that this is sent</source>
        <translation>Pasienten samtykker i at dette sendes</translation>
    </message>
    <message>
        <source>Write day, month and year, like 24.11.1974.</source>
        <translation>Skriv dag, måned og år, for eksempel 24.11.1974.</translation>
    </message>
    <message>
        <source>Coordinator</source>
        <translation>Koordinator</translation>
    </message>
    <message>
        <source>The coordinator chooses who answers.</source>
        <translation>Koordinatoren velger hvem som svarer.</translation>
    </message>
</context>
<context>
    <name>ComposeScreen</name>
    <message>
        <source>Saved {time}</source>
        <translation>Lagret {time}</translation>
    </message>
    <message>
        <source>Back to the referrals</source>
        <translation>Tilbake til henvisningene</translation>
    </message>
    <message>
        <source>New referral</source>
        <translation>Ny henvisning</translation>
    </message>
    <message>
        <source>More to a referral</source>
        <translation>Mer til en henvisning</translation>
    </message>
    <message>
        <source>Send referral</source>
        <translation>Send henvisning</translation>
    </message>
    <message>
        <source>Send this</source>
        <translation>Send dette</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Spørsmål</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Referral to {specialty}</source>
        <translation>Henvisning til {specialty}</translation>
    </message>
    <message>
        <source>Add at least one picture or sound</source>
        <translation>Legg til minst ett bilde eller én lyd</translation>
    </message>
    <message>
        <source>Take picture {number} again, or keep it with a reason</source>
        <translation>Ta bilde {number} på nytt, eller lagre det med grunn</translation>
    </message>
    <message>
        <source>Picture {number} names another patient. Remove it, or correct name and date of birth</source>
        <translation>Bilde {number} gjelder en annen pasient. Fjern det, eller rett navn og fødselsdato</translation>
    </message>
</context>
<context>
    <name>ContactLine</name>
    <message>
        <source>Name</source>
        <translation>Navn</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>Fjern {name}</translation>
    </message>
</context>
<context>
    <name>ControlBar</name>
    <message>
        <source>Microphone on or off</source>
        <translation>Mikrofon på eller av</translation>
    </message>
    <message>
        <source>Camera on or off</source>
        <translation>Kamera på eller av</translation>
    </message>
    <message>
        <source>Sound only</source>
        <translation>Bare lyd</translation>
    </message>
    <message>
        <source>Share screen</source>
        <translation>Del skjerm</translation>
    </message>
    <message>
        <source>Take a picture</source>
        <translation>Ta et bilde</translation>
    </message>
    <message>
        <source>Sound of a stethoscope</source>
        <translation>Lyd fra stetoskop</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Forbindelse</translation>
    </message>
    <message>
        <source>Leave call</source>
        <translation>Forlat samtalen</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>Slå av mikrofonen</translation>
    </message>
    <message>
        <source>Your microphone is on</source>
        <translation>Mikrofonen er på</translation>
    </message>
    <message>
        <source>Your microphone is off</source>
        <translation>Mikrofonen er av</translation>
    </message>
    <message>
        <source>Unmute</source>
        <translation>Slå på mikrofonen</translation>
    </message>
    <message>
        <source>Stop camera</source>
        <translation>Slå av kameraet</translation>
    </message>
    <message>
        <source>Your camera is on</source>
        <translation>Kameraet er på</translation>
    </message>
    <message>
        <source>Your camera is off</source>
        <translation>Kameraet er av</translation>
    </message>
    <message>
        <source>Start camera</source>
        <translation>Slå på kameraet</translation>
    </message>
    <message>
        <source>Stop sharing</source>
        <translation>Slutt å dele</translation>
    </message>
    <message>
        <source>Your screen is shared</source>
        <translation>Skjermen din deles</translation>
    </message>
    <message>
        <source>Take picture</source>
        <translation>Ta bilde</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Utstyr</translation>
    </message>
    <message>
        <source>Opens the numbers of the connection</source>
        <translation>Åpner tallene for forbindelsen</translation>
    </message>
    <message>
        <source>Blur background</source>
        <translation>Gjør bakgrunnen uskarp</translation>
    </message>
    <message>
        <source>Stethoscope</source>
        <translation>Stetoskop</translation>
    </message>
    <message>
        <source>Sends the sound with nothing done to it</source>
        <translation>Sender lyden uten at noe er gjort med den</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mer</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bilde</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notat</translation>
    </message>
</context>
<context>
    <name>DayCard</name>
    <message>
        <source>No visits today</source>
        <translation>Ingen konsultasjoner i dag</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>Ny konsultasjon</translation>
    </message>
</context>
<context>
    <name>DayHeader</name>
    <message>
        <source>1 visit today</source>
        <translation>1 konsultasjon i dag</translation>
    </message>
    <message>
        <source>{count} visits today</source>
        <translation>{count} konsultasjoner i dag</translation>
    </message>
    <message>
        <source>{count} waiting now</source>
        <translation>{count} venter nå</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>Ny konsultasjon</translation>
    </message>
</context>
<context>
    <name>DecisionFields</name>
    <message>
        <source>The decision is still open</source>
        <translation>Beslutningen gjenstår</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Beslutning</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>straight to the other side</source>
        <translation>rett til den andre siden</translation>
    </message>
    <message>
        <source>through a relay, still encrypted</source>
        <translation>via mellomledd, fortsatt kryptert</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Vei</translation>
    </message>
    <message>
        <source>The other side&apos;s key</source>
        <translation>Nøkkelen til den andre siden</translation>
    </message>
    <message>
        <source>There and back</source>
        <translation>Fram og tilbake</translation>
    </message>
    <message>
        <source>Waiting in the network</source>
        <translation>Ventetid i nettet</translation>
    </message>
    <message>
        <source>Room for sending, receiving</source>
        <translation>Plass til å sende, motta</translation>
    </message>
    <message>
        <source>Lost on the way here, there</source>
        <translation>Tapt på vei hit, dit</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Nett</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ingen</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bilde</translation>
    </message>
    <message>
        <source>Sound, picture</source>
        <translation>Lyd, bilde</translation>
    </message>
    <message>
        <source>Picture stood still</source>
        <translation>Bildet sto stille</translation>
    </message>
    <message>
        <source>Sound repaired</source>
        <translation>Lyd reparert</translation>
    </message>
    <message>
        <source>Sound made up</source>
        <translation>Lyd gjettet</translation>
    </message>
    <message>
        <source>Sound waits</source>
        <translation>Lyden venter</translation>
    </message>
    <message>
        <source>What reaches you</source>
        <translation>Det som når deg</translation>
    </message>
    <message>
        <source>Kept smaller by</source>
        <translation>Begrenses av</translation>
    </message>
    <message>
        <source>Each packet of sound is sent</source>
        <translation>Hver lydpakke sendes</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prosessor</translation>
    </message>
    <message>
        <source>Coded by</source>
        <translation>Kodes av</translation>
    </message>
    <message>
        <source>What reaches the other side</source>
        <translation>Det som når den andre siden</translation>
    </message>
    <message>
        <source>the other side does not tell</source>
        <translation>den andre siden sier det ikke</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Tall</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Sound, picture arrive after</source>
        <translation>Lyd, bilde kommer fram etter</translation>
    </message>
    <message>
        <source>Left out to keep up</source>
        <translation>Utelatt for å holde følge</translation>
    </message>
    <message>
        <source>What you send</source>
        <translation>Det du sender</translation>
    </message>
    <message>
        <source>Connecting took</source>
        <translation>Oppkobling tok</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Brutt</translation>
    </message>
    <message>
        <source>This visit</source>
        <translation>Denne konsultasjonen</translation>
    </message>
    <message>
        <source>never</source>
        <translation>aldri</translation>
    </message>
    <message>
        <source>once</source>
        <translation>én gang</translation>
    </message>
    <message>
        <source>{count} times</source>
        <translation>{count} ganger</translation>
    </message>
    <message>
        <source>{times}, {seconds} s in all</source>
        <translation>{times}, {seconds} s til sammen</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>ingenting</translation>
    </message>
    <message>
        <source>this computer</source>
        <translation>denne maskinen</translation>
    </message>
    <message>
        <source>the network</source>
        <translation>nettet</translation>
    </message>
    <message>
        <source>a wish to save data</source>
        <translation>et ønske om å spare data</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>ikke kjent ennå</translation>
    </message>
    <message>
        <source>nobody vouches for it</source>
        <translation>ingen går god for den</translation>
    </message>
    <message>
        <source>known, and its fingerprint is right</source>
        <translation>kjent, og fingeravtrykket stemmer</translation>
    </message>
    <message>
        <source>known, and both compared the four words</source>
        <translation>kjent, og begge sammenlignet de fire ordene</translation>
    </message>
    <message>
        <source>wrong: the words or the key differ</source>
        <translation>feil: ordene eller nøkkelen er ulike</translation>
    </message>
    <message>
        <source>its own library</source>
        <translation>sitt eget bibliotek</translation>
    </message>
    <message>
        <source>a stand-in that repairs less</source>
        <translation>en reserve som retter mindre</translation>
    </message>
    <message>
        <source>{count} a second</source>
        <translation>{count} i sekundet</translation>
    </message>
</context>
<context>
    <name>DetailsCard</name>
    <message>
        <source>Connection details</source>
        <translation>Detaljer om forbindelsen</translation>
    </message>
    <message>
        <source>There is no connection yet.</source>
        <translation>Det er ingen forbindelse ennå.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopier</translation>
    </message>
    <message>
        <source>Copies these numbers as text, without names or addresses</source>
        <translation>Kopierer disse tallene som tekst, uten navn og adresser</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>DeviceChoice</name>
    <message>
        <source>When it is not connected: {names}.</source>
        <translation>Når det ikke er tilkoblet: {names}.</translation>
    </message>
    <message>
        <source>Not connected now.</source>
        <translation>Ikke tilkoblet nå.</translation>
    </message>
    <message>
        <source>Not connected now. Until it is: {name}.</source>
        <translation>Ikke tilkoblet nå. Til det er det: {name}.</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>{device} is gone. Nobody hears you now.</source>
        <translation>{device} er borte. Ingen hører deg nå.</translation>
    </message>
    <message>
        <source>{device} is gone. You hear nobody now.</source>
        <translation>{device} er borte. Du hører ingen nå.</translation>
    </message>
    <message>
        <source>{device} is gone. Your picture is paused.</source>
        <translation>{device} er borte. Bildet ditt er satt på pause.</translation>
    </message>
    <message>
        <source>Plug it in again, or connect another one: it is used at once.</source>
        <translation>Koble det til igjen, eller koble til noe annet: det brukes med en gang.</translation>
    </message>
    <message>
        <source>{first} and {second} are gone. You speak into {microphone} and hear through {speaker}.</source>
        <translation>{first} og {second} er borte. Du snakker inn i {microphone} og hører gjennom {speaker}.</translation>
    </message>
    <message>
        <source>You speak into {microphone} and hear through {speaker} now.</source>
        <translation>Du snakker nå inn i {microphone} og hører gjennom {speaker}.</translation>
    </message>
    <message>
        <source>{device} is gone. Your microphone is now {now}.</source>
        <translation>{device} er borte. Mikrofonen din er nå {now}.</translation>
    </message>
    <message>
        <source>Your microphone is now {now}.</source>
        <translation>Mikrofonen din er nå {now}.</translation>
    </message>
    <message>
        <source>{device} is gone. You hear through {now}.</source>
        <translation>{device} er borte. Du hører gjennom {now}.</translation>
    </message>
    <message>
        <source>You hear through {now} now.</source>
        <translation>Du hører nå gjennom {now}.</translation>
    </message>
    <message>
        <source>{device} is gone. Your camera is now {now}.</source>
        <translation>{device} er borte. Kameraet ditt er nå {now}.</translation>
    </message>
    <message>
        <source>Your camera is now {now}.</source>
        <translation>Kameraet ditt er nå {now}.</translation>
    </message>
</context>
<context>
    <name>Emergency</name>
    <message>
        <source>Ambulance</source>
        <translation>Ambulanse</translation>
    </message>
    <message>
        <source>Acute danger</source>
        <translation>Akutt fare</translation>
    </message>
    <message>
        <source>Out-of-hours doctor</source>
        <translation>Legevakt</translation>
    </message>
    <message>
        <source>Day and night</source>
        <translation>Døgnet rundt</translation>
    </message>
    <message>
        <source>Support person</source>
        <translation>Støtteperson</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>Ikke notert</translation>
    </message>
    <message>
        <source>{name}, own phone</source>
        <translation>{name}, egen telefon</translation>
    </message>
    <message>
        <source>If the picture breaks: ring this first</source>
        <translation>Hvis bildet faller ut: ring dette først</translation>
    </message>
    <message>
        <source>{number} rung, {name}</source>
        <translation>{number} ringt, {name}</translation>
    </message>
</context>
<context>
    <name>EmergencyLog</name>
    <message>
        <source>Emergency log</source>
        <translation>Akuttlogg</translation>
    </message>
    <message>
        <source>Write here, Enter adds the time</source>
        <translation>Skriv her, Enter legger til klokkeslett</translation>
    </message>
    <message>
        <source>Ambulance on its way</source>
        <translation>Ambulanse på vei</translation>
    </message>
    <message>
        <source>Help has arrived</source>
        <translation>Hjelpen er kommet</translation>
    </message>
    <message>
        <source>In a safe room</source>
        <translation>I et trygt rom</translation>
    </message>
    <message>
        <source>Contact lost</source>
        <translation>Mistet kontakt</translation>
    </message>
    <message>
        <source>Support person is coming</source>
        <translation>Støttepersonen kommer</translation>
    </message>
    <message>
        <source>Safety plan used</source>
        <translation>Sikkerhetsplan brukt</translation>
    </message>
</context>
<context>
    <name>EmergencyPanel</name>
    <message>
        <source>Log started by {name}</source>
        <translation>Logg startet av {name}</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Akutt</translation>
    </message>
    <message>
        <source>The call stays open. Ring from your own phone.</source>
        <translation>Samtalen holdes åpen. Ring fra din egen telefon.</translation>
    </message>
    <message>
        <source>Safety plan</source>
        <translation>Sikkerhetsplan</translation>
    </message>
    <message>
        <source>Start emergency log</source>
        <translation>Start akuttlogg</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
    <message>
        <source>Close the emergency panel. The log stays.</source>
        <translation>Lukk akuttpanelet. Loggen blir.</translation>
    </message>
    <message>
        <source>Where the patient is now</source>
        <translation>Her er pasienten nå</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>Ikke notert</translation>
    </message>
    <message>
        <source>Ask now</source>
        <translation>Spør nå</translation>
    </message>
    <message>
        <source>Confirmed {time}.</source>
        <translation>Bekreftet {time}.</translation>
    </message>
    <message>
        <source>Read this out</source>
        <translation>Les dette høyt</translation>
    </message>
    <message>
        <source>This is {name}, {role}, {unit}.</source>
        <translation>Dette er {name}, {role}, {unit}.</translation>
    </message>
    <message>
        <source>I am in a video visit with {name}, {age}.</source>
        <translation>Jeg er i en videokonsultasjon med {name}, {age}.</translation>
    </message>
    <message>
        <source>I am in a video visit with {name}.</source>
        <translation>Jeg er i en videokonsultasjon med {name}.</translation>
    </message>
    <message>
        <source>The place is {place}.</source>
        <translation>Stedet er {place}.</translation>
    </message>
</context>
<context>
    <name>EmergencyPlan</name>
    <message>
        <source>Safety plan</source>
        <translation>Sikkerhetsplan</translation>
    </message>
    <message>
        <source>There is no signed safety plan.</source>
        <translation>Det finnes ingen signert sikkerhetsplan.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>A DICOM file in this referral names another patient, or another birth date, than the referral does, so it was not sent. It is kept as a draft with all its files. Remove the marked file, or correct the name and the date of birth.</source>
        <translation>En DICOM-fil i denne henvisningen oppgir en annen pasient, eller en annen fødselsdato, enn henvisningen gjør, så den ble ikke sendt. Den er tatt vare på som utkast med alle filene. Fjern den markerte filen, eller rett navn og fødselsdato.</translation>
    </message>
    <message>
        <source>A correction can only replace what this note says. Write an addendum for anything new.</source>
        <translation>En retting kan bare erstatte det som står i dette notatet. Skriv et tillegg for alt nytt.</translation>
    </message>
    <message>
        <source>A correction or addendum needs a reason. Write why it is made, then sign again.</source>
        <translation>En retting eller et tillegg trenger en grunn. Skriv hvorfor, og signer på nytt.</translation>
    </message>
    <message>
        <source>A device could not be used. The call works without it; choose another one and try again.</source>
        <translation>En enhet kunne ikke brukes. Samtalen virker uten; velg en annen og prøv igjen.</translation>
    </message>
    <message>
        <source>A file that was fetched is not the one that was sent. It was thrown away and nothing of it is shown. Try again; if it happens twice, ask the sender to send it anew.</source>
        <translation>En fil som ble hentet, er ikke den som ble sendt. Den er kastet, og ingenting av den vises. Prøv igjen; skjer det to ganger, be avsenderen om å sende den på nytt.</translation>
    </message>
    <message>
        <source>A file that was ready to be sent is no longer what it was. It was not sent. Open the referral and send it again.</source>
        <translation>En fil som var klar til sending, er ikke lenger den samme. Den ble ikke sendt. Åpne henvisningen og send den på nytt.</translation>
    </message>
    <message>
        <source>A newer version of Vidda wrote the organisation&apos;s file. Nothing was changed. Install that version or a later one.</source>
        <translation>Filen til virksomheten er skrevet av et nyere Vidda. Ingenting er endret. Installer den versjonen eller en senere.</translation>
    </message>
    <message>
        <source>A recipient&apos;s key is not usable, so nothing was sealed for it. Ask the recipient to set up the device again.</source>
        <translation>Nøkkelen til en mottaker kan ikke brukes, så ingenting ble forseglet for den. Be mottakeren om å sette opp enheten på nytt.</translation>
    </message>
    <message>
        <source>A recorded file is no longer in the profile folder. Nothing else is affected. Restore the folder from a backup.</source>
        <translation>En opptaksfil ligger ikke lenger i profilmappen. Ingenting annet er berørt. Gjenopprett mappen fra en sikkerhetskopi.</translation>
    </message>
    <message>
        <source>A signed safety plan has a form that this program cannot read. Nothing was changed.</source>
        <translation>En signert sikkerhetsplan har en form som dette programmet ikke kan lese. Ingenting er endret.</translation>
    </message>
    <message>
        <source>A signed text in this note has a form that this program cannot read. Nothing was changed.</source>
        <translation>En signert tekst i dette notatet har en form som programmet ikke kan lese. Ingenting er endret.</translation>
    </message>
    <message>
        <source>A signed version does not match its signature, so nothing can follow it. What you wrote is saved. Tell whoever runs Vidda at your organisation.</source>
        <translation>En signert versjon stemmer ikke med signaturen sin, så ingenting kan følge etter den. Det du skrev, er lagret. Si fra til den som driver Vidda hos dere.</translation>
    </message>
    <message>
        <source>A signed version in this note does not match its signature, so nothing can be added to it.</source>
        <translation>En signert versjon i dette notatet stemmer ikke med signaturen, så ingenting kan legges til.</translation>
    </message>
    <message>
        <source>An answer is none of those that the scale has. Nothing was scored. Answer that question again.</source>
        <translation>Et svar er ikke blant dem skalaen har. Ingenting ble skåret. Svar på spørsmålet igjen.</translation>
    </message>
    <message>
        <source>Another Vidda on this computer has these records open. Nothing was changed. Use that window, or close it and try again.</source>
        <translation>Et annet Vidda på denne datamaskinen har disse opplysningene åpne. Ingenting er endret. Bruk det vinduet, eller lukk det og prøv igjen.</translation>
    </message>
    <message>
        <source>No connection to the other side could be made. Nothing was shown or sent. Check the network on both sides; if it stays so, ask IT for a relay.</source>
        <translation>Det ble ingen forbindelse med den andre siden. Ingenting ble vist eller sendt. Sjekk nettet på begge sider; blir det ved, be IT om et mellomledd.</translation>
    </message>
    <message>
        <source>No picture comes from the other side just now. None was taken. Wait for the picture, then try again.</source>
        <translation>Det kommer ikke noe bilde fra den andre akkurat nå. Ingen bilder ble tatt. Vent til bildet er der, og prøv igjen.</translation>
    </message>
    <message>
        <source>No relay for the call can be reached, and calls may only go through one.</source>
        <translation>Ingen mellomledd for samtalen kan nås, og samtaler får bare gå gjennom et slikt.</translation>
    </message>
    <message>
        <source>No report can be written there. Nothing was opened. Choose a folder that is there and may be written.</source>
        <translation>Rapporten kan ikke skrives der. Ingenting ble åpnet. Velg en mappe som finnes og kan skrives til.</translation>
    </message>
    <message>
        <source>No visit is open here. Nothing was done. Open the visit first.</source>
        <translation>Ingen konsultasjon er åpen her. Ingenting ble gjort. Åpne konsultasjonen først.</translation>
    </message>
    <message>
        <source>Nobody can be asked for the passphrase here. Nothing was changed. Start this in a terminal, or name a file with the passphrase in VIDDA_PASSPHRASE_FILE.</source>
        <translation>Ingen kan bli spurt om passfrasen her. Ingenting er endret. Start dette i en terminal, eller oppgi en fil med passfrasen i VIDDA_PASSPHRASE_FILE.</translation>
    </message>
    <message>
        <source>Nobody can be asked here who may come in. Nothing was opened. Add --admit-all, or start this in a terminal.</source>
        <translation>Ingen kan bli spurt her om hvem som skal slippes inn. Ingenting ble åpnet. Legg til --admit-all, eller start dette i en terminal.</translation>
    </message>
    <message>
        <source>Not all questions are answered yet, so nothing was signed. Your answers are saved.</source>
        <translation>Ikke alle spørsmål er besvart ennå, så ingenting ble signert. Svarene er lagret.</translation>
    </message>
    <message>
        <source>Not all questions are answered, so there is no total yet. What is answered is kept. Answer the rest.</source>
        <translation>Ikke alle spørsmål er besvart, så det finnes ingen sum ennå. Det som er besvart, er tatt vare på. Svar på resten.</translation>
    </message>
    <message>
        <source>Questions from the start of the visit are unanswered, so the note cannot be signed yet.</source>
        <translation>Spørsmål fra oppstarten av samtalen er ubesvart, så notatet kan ikke signeres ennå.</translation>
    </message>
    <message>
        <source>Somebody else is in this visit already. Nobody was let in. Send them to the waiting room first.</source>
        <translation>Noen andre er allerede i denne samtalen. Ingen ble sluppet inn. Send dem til venterommet først.</translation>
    </message>
    <message>
        <source>Something sealed did not open: it was changed, damaged, or made for another key. Nothing of it was used. Ask the sender to send it again.</source>
        <translation>Noe forseglet lot seg ikke åpne: det er endret, skadet eller laget for en annen nøkkel. Ingenting av det ble brukt. Be avsenderen om å sende det på nytt.</translation>
    </message>
    <message>
        <source>Something that was sent to you failed its check, so nothing of it is shown. It was set aside. Ask the sender to send it again, and tell your administrator if it happens twice.</source>
        <translation>Noe som ble sendt til deg, bestod ikke kontrollen, så ingenting av det vises. Det er lagt til side. Be avsenderen om å sende det på nytt, og si fra til administratoren hvis det skjer to ganger.</translation>
    </message>
    <message>
        <source>Stopped before there was a connection. Nothing was shown or sent.</source>
        <translation>Stoppet før det ble forbindelse. Ingenting ble vist eller sendt.</translation>
    </message>
    <message>
        <source>The background cannot be blurred on this computer. Your picture stays as it was. Choose a place whose background may be seen, or stop the camera.</source>
        <translation>Bakgrunnen kan ikke gjøres uskarp på denne datamaskinen. Bildet ditt er som før. Velg et sted der bakgrunnen kan ses, eller slå av kameraet.</translation>
    </message>
    <message>
        <source>The camera gives no picture, so none was taken. Check that it is connected and that no other program uses it, or choose a file.</source>
        <translation>Kameraet gir ikke noe bilde, så ingenting ble tatt. Sjekk at det er koblet til og at ikke et annet program bruker det, eller velg en fil.</translation>
    </message>
    <message>
        <source>The clinic&apos;s file of questions cannot be used. The neutral words stand. Mend the file.</source>
        <translation>Klinikkens fil med spørsmål kan ikke brukes. De nøytrale ordene gjelder. Rett filen.</translation>
    </message>
    <message>
        <source>The code has a typing error. Nothing was sent. Compare it with the paper, group by group, and try again.</source>
        <translation>Det er en skrivefeil i koden. Ingenting ble sendt. Sammenlign med arket, gruppe for gruppe, og prøv igjen.</translation>
    </message>
    <message>
        <source>The code has been used already, by another device. Nothing was changed. If it was not you, tell your administrator at once; ask for a new code.</source>
        <translation>Koden er allerede brukt, av en annen enhet. Ingenting er endret. Var det ikke deg, si fra til administratoren med en gang; be om en ny kode.</translation>
    </message>
    <message>
        <source>The code&apos;s time is over. Nothing was changed. Ask your administrator for a new one.</source>
        <translation>Tiden for koden er ute. Ingenting er endret. Be administratoren om en ny.</translation>
    </message>
    <message>
        <source>The connection is not steady just now, so nobody could be told in time. No picture was taken. Wait until the connection is back, then try again.</source>
        <translation>Forbindelsen er ustabil akkurat nå, så ingen kunne fått vite det i tide. Det ble ikke tatt noe bilde. Vent til forbindelsen er tilbake, og prøv igjen.</translation>
    </message>
    <message>
        <source>The connection to the server was ended and does not come back by itself. Nothing was sent. Start the program again; if that does not help, ask your administrator.</source>
        <translation>Forbindelsen til tjeneren ble avsluttet og kommer ikke tilbake av seg selv. Ingenting ble sendt. Start programmet på nytt; hjelper ikke det, spør administratoren.</translation>
    </message>
    <message>
        <source>The coordinator has given this case to somebody else, so your answer was not sent. What you wrote is kept here. Go back and open the case to see who has it now.</source>
        <translation>Koordinatoren har gitt denne saken til en annen, så svaret ditt ble ikke sendt. Det du skrev, er bevart her. Gå tilbake og åpne saken for å se hvem som har den nå.</translation>
    </message>
    <message>
        <source>The disk did not do what was asked. Everything saved before is safe. Check that the folder is there, that you may write to it, and that it has room.</source>
        <translation>Disken gjorde ikke det den ble bedt om. Alt som er lagret fra før, er trygt. Sjekk at mappen finnes, at du kan skrive til den, og at det er plass.</translation>
    </message>
    <message>
        <source>The disk did not take the last change, so it is not saved; everything saved before is safe. Keep this window open and try again; if it happens again, check the disk.</source>
        <translation>Disken tok ikke imot den siste endringen, så den er ikke lagret; alt som er lagret fra før, er trygt. Hold vinduet åpent og prøv igjen; skjer det på nytt, sjekk disken.</translation>
    </message>
    <message>
        <source>The disk is full, so the last change could not be saved; everything saved before is safe. Keep this window open, free some space, and save again.</source>
        <translation>Disken er full, så den siste endringen kunne ikke lagres; alt som er lagret fra før, er trygt. Hold vinduet åpent, frigjør plass og lagre på nytt.</translation>
    </message>
    <message>
        <source>The door of this visit is not open yet; it opens 30 minutes before the start. Nothing was sent. Come back then with the same link.</source>
        <translation>Døra til denne samtalen er ikke åpen ennå; den åpnes 30 minutter før start. Ingenting ble sendt. Kom tilbake da med samme lenke.</translation>
    </message>
    <message>
        <source>The file could not be written there. Nothing was changed. Choose another folder, or make room on that disk.</source>
        <translation>Filen kunne ikke skrives der. Ingenting er endret. Velg en annen mappe, eller frigjør plass på den disken.</translation>
    </message>
    <message>
        <source>The file that VIDDA_PASSPHRASE_FILE names cannot be read. Nothing was opened. Check its path and that you may read it.</source>
        <translation>Filen som VIDDA_PASSPHRASE_FILE viser til, kan ikke leses. Ingenting ble åpnet. Sjekk stien og at du har lov til å lese den.</translation>
    </message>
    <message>
        <source>The file with your records is damaged, or was made with another key. Nothing was changed or deleted. Keep the profile folder as it is and restore a backup beside it.</source>
        <translation>Filen med opplysningene er skadet, eller laget med en annen nøkkel. Ingenting er endret eller slettet. La profilmappen være som den er, og gjenopprett en sikkerhetskopi ved siden av.</translation>
    </message>
    <message>
        <source>The files that hold your keys are damaged or missing. Your records are still there and were not touched. Keep the profile folder as it is and restore the key files from a backup.</source>
        <translation>Filene med nøklene dine er skadet eller mangler. Opplysningene er der fortsatt og er ikke rørt. La profilmappen være som den er, og gjenopprett nøkkelfilene fra en sikkerhetskopi.</translation>
    </message>
    <message>
        <source>The half-finished set-up on this computer cannot be read. Ask your administrator for a new code and begin again.</source>
        <translation>Det halvferdige oppsettet på denne datamaskinen kan ikke leses. Be administratoren om en ny kode og begynn på nytt.</translation>
    </message>
    <message>
        <source>The invitation on the server does not belong to this link. Nothing was sent. Copy the whole link from the message again, or ask the clinic for a new one.</source>
        <translation>Invitasjonen på tjeneren hører ikke til denne lenken. Ingenting ble sendt. Kopier hele lenken fra meldingen på nytt, eller be klinikken om en ny.</translation>
    </message>
    <message>
        <source>The key files were written by a newer version of Vidda. Nothing was changed. Install that version or a later one.</source>
        <translation>Nøkkelfilene er skrevet av et nyere Vidda. Ingenting er endret. Installer den versjonen eller en senere.</translation>
    </message>
    <message>
        <source>The keyring of this computer did not give the key to this profile. Nothing was opened. Unlock the keyring, or name a file with the passphrase in VIDDA_PASSPHRASE_FILE.</source>
        <translation>Nøkkellageret på denne datamaskinen ga ikke nøkkelen til denne profilen. Ingenting ble åpnet. Lås opp nøkkellageret, eller oppgi en fil med passfrasen i VIDDA_PASSPHRASE_FILE.</translation>
    </message>
    <message>
        <source>The message is too long. It was not sent. Shorten it, or send it in parts.</source>
        <translation>Meldingen er for lang. Den ble ikke sendt. Kort den ned, eller send den i deler.</translation>
    </message>
    <message>
        <source>The microphone gave no sound, so nothing was recorded. Check that it is connected, or choose a file.</source>
        <translation>Mikrofonen ga ingen lyd, så ingenting ble tatt opp. Sjekk at den er koblet til, eller velg en fil.</translation>
    </message>
    <message>
        <source>The organisation&apos;s file cannot be read or written. Nothing was changed. Check the folder and the disk&apos;s free space, and try again.</source>
        <translation>Filen til virksomheten kan ikke leses eller skrives. Ingenting er endret. Sjekk mappen og ledig plass på disken, og prøv igjen.</translation>
    </message>
    <message>
        <source>The other device could not prove whom it belongs to. Nothing was sent to it. Try again, and tell your administrator if it happens twice.</source>
        <translation>Den andre enheten kunne ikke vise hvem den tilhører. Ingenting ble sendt til den. Prøv igjen, og si fra til administratoren hvis det skjer to ganger.</translation>
    </message>
    <message>
        <source>The other program described the call in a way that this one does not understand.</source>
        <translation>Det andre programmet beskrev samtalen på en måte dette programmet ikke forstår.</translation>
    </message>
    <message>
        <source>The other side could not be verified, so nothing was shown or sent. Someone may be listening in on the way: end here, and talk by phone.</source>
        <translation>Den andre siden kunne ikke bekreftes, så ingenting ble vist eller sendt. Noen kan lytte underveis: avslutt her, og snakk på telefon.</translation>
    </message>
    <message>
        <source>The other side could not be verified, so the call was ended. Talk by phone, and tell IT.</source>
        <translation>Den andre siden kunne ikke bekreftes, så samtalen ble avsluttet. Snakk på telefon, og si fra til IT.</translation>
    </message>
    <message>
        <source>The passphrase does not open the organisation&apos;s file, or the file is damaged. Nothing was changed. Try the passphrase again; if you are sure of it, restore the file from a backup.</source>
        <translation>Passfrasen åpner ikke filen til virksomheten, eller filen er skadet. Ingenting er endret. Prøv passfrasen på nytt; er du sikker på den, gjenopprett filen fra en sikkerhetskopi.</translation>
    </message>
    <message>
        <source>The patient&apos;s background is blurred. No picture was taken. Ask them to switch the blurring off, then try again.</source>
        <translation>Pasientens bakgrunn er gjort uskarp. Det ble ikke tatt noe bilde. Be pasienten slå av uskarpheten, og prøv igjen.</translation>
    </message>
    <message>
        <source>The patient&apos;s program did not confirm that it shows that a picture is being taken. None was taken. Try again; if it goes on like this, the patient needs a newer Vidda.</source>
        <translation>Pasientens program bekreftet ikke at det viser at et bilde blir tatt. Det ble ikke tatt noe. Prøv igjen; fortsetter det slik, trenger pasienten en nyere Vidda.</translation>
    </message>
    <message>
        <source>The plan says the same as the signed one, so nothing was signed. It is still valid.</source>
        <translation>Planen sier det samme som den signerte, så ingenting ble signert. Den gjelder fortsatt.</translation>
    </message>
    <message>
        <source>The recipient has no computer that could open this, so it was not sent. It is kept here. Choose somebody else, or ask the recipient to set Vidda up.</source>
        <translation>Mottakeren har ingen datamaskin som kan åpne dette, så det ble ikke sendt. Det er lagret her. Velg en annen, eller be mottakeren om å sette opp Vidda.</translation>
    </message>
    <message>
        <source>The referral has moved on, so this can no longer be done. Nothing was changed. Open it again to see how it stands.</source>
        <translation>Henvisningen har kommet videre, så dette kan ikke gjøres lenger. Ingenting er endret. Åpne den på nytt for å se hvordan den står.</translation>
    </message>
    <message>
        <source>The referral is not complete, so it was not sent. It is kept as a draft. Fill in what is marked and send it again.</source>
        <translation>Henvisningen er ikke fullstendig, så den ble ikke sendt. Den er lagret som utkast. Fyll ut det som er merket, og send på nytt.</translation>
    </message>
    <message>
        <source>The report could not be written; the visit itself took place. Check that its folder exists and has room.</source>
        <translation>Rapporten kunne ikke skrives; selve samtalen fant sted. Sjekk at mappen finnes og har plass.</translation>
    </message>
    <message>
        <source>Some answers contradict each other, so nothing was signed. Your answers are saved. Ask again and correct the ones that are marked.</source>
        <translation>Noen svar motsier hverandre, så ingenting ble signert. Svarene er lagret. Spør på nytt og rett dem som er merket.</translation>
    </message>
    <message>
        <source>No answer here calls for an action. Nothing was recorded.</source>
        <translation>Ingen svar her krever handling. Ingenting ble registrert.</translation>
    </message>
    <message>
        <source>The reason, or the name of whoever takes over, is not written. The alert stays open. Write it in a few words.</source>
        <translation>Begrunnelsen, eller navnet på den som tar over, er ikke skrevet. Varselet står åpent. Skriv det med noen få ord.</translation>
    </message>
    <message>
        <source>The rule asks for a safety plan and for somebody who is informed, so nothing was signed yet. Your answers are saved. Open the plan, and write who was informed.</source>
        <translation>Regelen krever en sikkerhetsplan og at noen er informert, så ingenting er signert ennå. Svarene er lagret. Åpne planen, og skriv hvem som ble informert.</translation>
    </message>
    <message>
        <source>The safety plan says nothing of this patient yet, so it was not signed. Write in at least one step first. Numbers that are the same for everybody do not make a plan.</source>
        <translation>Sikkerhetsplanen sier ikke noe om denne pasienten ennå, så den ble ikke signert. Skriv i minst ett steg først. Numre som er like for alle, er ingen plan.</translation>
    </message>
    <message>
        <source>The scale&apos;s file cannot be used. Nothing was changed. Mend the file.</source>
        <translation>Skalaens fil kan ikke brukes. Ingenting er endret. Rett filen.</translation>
    </message>
    <message>
        <source>The scale&apos;s file is of another version than when this was begun. What is answered is kept, and nothing was changed. Begin anew with the scale as it is now.</source>
        <translation>Skalaens fil har en annen versjon enn da dette ble påbegynt. Det som er besvart, er tatt vare på, og ingenting er endret. Begynn på nytt med skalaen slik den er nå.</translation>
    </message>
    <message>
        <source>The sender&apos;s computer no longer has access, so nobody could check any more who wrote this. It was not allocated. Ask the sender to send it again, or answer them by phone.</source>
        <translation>Avsenderens datamaskin har ikke lenger tilgang, så ingen kan lenger kontrollere hvem som skrev dette. Den ble ikke fordelt. Be avsenderen om å sende den på nytt, eller svar på telefon.</translation>
    </message>
    <message>
        <source>The server answered something that this program does not understand. Nothing was changed. Check the server&apos;s address, and that both are up to date.</source>
        <translation>Tjeneren svarte noe dette programmet ikke forstår. Ingenting er endret. Sjekk adressen til tjeneren, og at begge er oppdatert.</translation>
    </message>
    <message>
        <source>The server cannot be reached. Nothing is lost on this computer. Check the network and try again.</source>
        <translation>Tjeneren kan ikke nås. Ingenting er tapt på denne datamaskinen. Sjekk nettet og prøv igjen.</translation>
    </message>
    <message>
        <source>The server could not prove that it is the right one. Nothing was sent. Check the address, or tell your administrator.</source>
        <translation>Tjeneren kunne ikke vise at den er den rette. Ingenting ble sendt. Sjekk adressen, eller si fra til administratoren.</translation>
    </message>
    <message>
        <source>The server does not know this code. Nothing was changed. Check the server&apos;s address and the code, or ask your administrator for a new one.</source>
        <translation>Tjeneren kjenner ikke denne koden. Ingenting er endret. Sjekk adressen til tjeneren og koden, eller be administratoren om en ny.</translation>
    </message>
    <message>
        <source>The server does not know this link. Nothing was sent. Copy the whole link from the message again, or ask the clinic for a new one.</source>
        <translation>Tjeneren kjenner ikke denne lenken. Ingenting ble sendt. Kopier hele lenken fra meldingen på nytt, eller be klinikken om en ny.</translation>
    </message>
    <message>
        <source>The server does not show the organisation that your code was made for. Nothing was set up. Tell your administrator; somebody may be interfering at the server.</source>
        <translation>Tjeneren viser ikke den virksomheten koden er laget for. Ingenting ble satt opp. Si fra til administratoren; noen kan ha tuklet med tjeneren.</translation>
    </message>
    <message>
        <source>The server has an older directory than this computer has signed: it has lost data or was set back. Nothing was changed. Tell whoever runs the server.</source>
        <translation>Tjeneren har en eldre katalog enn den denne datamaskinen har signert: den har mistet data eller er satt tilbake. Ingenting er endret. Si fra til den som drifter tjeneren.</translation>
    </message>
    <message>
        <source>The server is older than this program, and the two do not understand each other. Nothing was changed. Ask your administrator to update the server.</source>
        <translation>Tjeneren er eldre enn dette programmet, og de to forstår ikke hverandre. Ingenting er endret. Be administratoren om å oppdatere tjeneren.</translation>
    </message>
    <message>
        <source>The server refused the request. Nothing was changed.</source>
        <translation>Tjeneren sa nei til forespørselen. Ingenting er endret.</translation>
    </message>
    <message>
        <source>The server shows a directory that your organisation did not sign. Nothing was changed. Tell whoever runs the server.</source>
        <translation>Tjeneren viser en katalog som virksomheten ikke har signert. Ingenting er endret. Si fra til den som drifter tjeneren.</translation>
    </message>
    <message>
        <source>The server&apos;s address is not protected: it must begin with https. Nothing was sent. Ask your administrator for the right address.</source>
        <translation>Adressen til tjeneren er ikke beskyttet: den må begynne med https. Ingenting ble sendt. Be administratoren om riktig adresse.</translation>
    </message>
    <message>
        <source>The server&apos;s list of colleagues did not pass the check of your organisation&apos;s signature. It was not used; the last good list stays in force. Tell your administrator.</source>
        <translation>Listen over kolleger fra tjeneren bestod ikke kontrollen av virksomhetens signatur. Den ble ikke brukt; den siste gode listen gjelder fortsatt. Si fra til administratoren.</translation>
    </message>
    <message>
        <source>The signed note could not be read back as it was written. It is not shown. Write down what you still know of it, and tell whoever looks after this computer&apos;s disk.</source>
        <translation>Det signerte notatet kunne ikke leses tilbake slik det ble skrevet. Det vises ikke. Skriv ned det du husker av det, og si fra til den som har ansvar for disken.</translation>
    </message>
    <message>
        <source>The sound of the stethoscope is not switched on. Nothing was recorded. Switch it on, and then record.</source>
        <translation>Lyden fra stetoskopet er ikke slått på. Ingenting ble tatt opp. Slå den på, og ta opp etterpå.</translation>
    </message>
    <message>
        <source>The stethoscope is not on, because your background is blurred. An examination shows everything as it is, and nothing has changed. Switch off the blurring, then try again.</source>
        <translation>Stetoskopet er ikke på, fordi bakgrunnen din er uskarp. En undersøkelse viser alt som det er, og ingenting er endret. Slå av uskarpheten, og prøv igjen.</translation>
    </message>
    <message>
        <source>The system does not let Vidda use this device. Allow it in the system&apos;s privacy settings.</source>
        <translation>Systemet lar ikke Vidda bruke denne enheten. Gi lov i systemets personverninnstillinger.</translation>
    </message>
    <message>
        <source>The visit cannot be planned like this. Nothing was saved.</source>
        <translation>Konsultasjonen kan ikke planlegges slik. Ingenting ble lagret.</translation>
    </message>
    <message>
        <source>The visit was ended before there was a connection. Nothing was shown or sent.</source>
        <translation>Samtalen ble avsluttet før det ble forbindelse. Ingenting ble vist eller sendt.</translation>
    </message>
    <message>
        <source>There is an organisation in this folder already. Nothing was changed. Choose another folder for a new one.</source>
        <translation>Det er allerede en virksomhet i denne mappen. Ingenting er endret. Velg en annen mappe for en ny.</translation>
    </message>
    <message>
        <source>There is no claimed invitation of that id. Nothing was changed. Look at the list of people who wait.</source>
        <translation>Det finnes ingen brukt invitasjon med den id-en. Ingenting er endret. Se på listen over dem som venter.</translation>
    </message>
    <message>
        <source>There is no connection to the server, so no visit could be planned and the answer was not sent. It is kept here as a draft. Sign and send it again when you are online.</source>
        <translation>Det er ingen forbindelse med tjeneren, så ingen konsultasjon kunne planlegges, og svaret ble ikke sendt. Det er tatt vare på her som utkast. Signer og send det på nytt når du er på nett.</translation>
    </message>
    <message>
        <source>There is no connection to the server, so the visit was not planned and nothing was saved. Plan it again when you are online.</source>
        <translation>Det er ingen forbindelse med tjeneren, så konsultasjonen ble ikke planlagt, og ingenting ble lagret. Planlegg den på nytt når du er på nett.</translation>
    </message>
    <message>
        <source>There is no display to open a window on. Nothing was changed. Start Vidda in a desktop session, or add --headless where the command has it.</source>
        <translation>Det er ingen skjerm å åpne et vindu på. Ingenting er endret. Start Vidda i en skrivebordsøkt, eller legg til --headless der kommandoen har det.</translation>
    </message>
    <message>
        <source>There is no file of this name any more. Nothing was added; the file itself is untouched. Put the card or the disk in again if it was taken out, then choose the file again.</source>
        <translation>Det finnes ikke lenger noen fil med dette navnet. Ingenting ble lagt til; selve filen er urørt. Sett inn igjen kortet eller disken hvis den ble tatt ut, og velg filen på nytt.</translation>
    </message>
    <message>
        <source>There is no organisation in this folder yet. Nothing was changed. Make one with &quot;vidda admin init&quot;, or name the folder where it is.</source>
        <translation>Det er ingen virksomhet i denne mappen ennå. Ingenting er endret. Lag en med «vidda admin init», eller oppgi mappen der den er.</translation>
    </message>
    <message>
        <source>There is no profile in this folder. Nothing was made. Set it up first with the enrolment code from your administrator, or choose another folder with --profile.</source>
        <translation>Det er ingen profil i denne mappen. Ingenting ble laget. Sett den opp først med koden fra administratoren, eller velg en annen mappe med --profile.</translation>
    </message>
    <message>
        <source>There is no scale of this name. Nothing was changed. `vidda scales list` names those there are.</source>
        <translation>Det finnes ingen skala med dette navnet. Ingenting er endret. `vidda scales list` nevner dem som finnes.</translation>
    </message>
    <message>
        <source>There is no such person or device in the directory. Nothing was changed. Check the id.</source>
        <translation>Det finnes ingen slik person eller enhet i katalogen. Ingenting er endret. Sjekk id-en.</translation>
    </message>
    <message>
        <source>There is no text to sign yet. Write in at least one section first.</source>
        <translation>Det er ingen tekst å signere ennå. Skriv i minst ett avsnitt først.</translation>
    </message>
    <message>
        <source>There is nothing here that is not signed already. Nothing was changed.</source>
        <translation>Alt her er allerede signert. Ingenting er endret.</translation>
    </message>
    <message>
        <source>These answers are not in this record. Nothing was changed. Open the patient again.</source>
        <translation>Disse svarene finnes ikke i denne journalen. Ingenting er endret. Åpne pasienten på nytt.</translation>
    </message>
    <message>
        <source>These records were written by a newer version of Vidda. Nothing was changed. Install that version or a later one to open them.</source>
        <translation>Disse opplysningene er skrevet av et nyere Vidda. Ingenting er endret. Installer den versjonen eller en senere for å åpne dem.</translation>
    </message>
    <message>
        <source>This DICOM file names another patient, or another birth date, than this referral. Nothing was added; the file itself is untouched. Check whose recording it is; correct the name in the referral if that is what is wrong.</source>
        <translation>Denne DICOM-filen har en annen pasient eller en annen fødselsdato enn henvisningen. Ingenting ble lagt til; selve filen er urørt. Kontroller hvem opptaket gjelder; rett navnet i henvisningen hvis det er det som er feil.</translation>
    </message>
    <message>
        <source>This DICOM file names its patient, and this referral does not say yet whose it is. Nothing was added; the file itself is untouched. Write the patient&apos;s name, then add the file again.</source>
        <translation>Denne DICOM-filen navngir pasienten, og henvisningen sier ennå ikke hvem den gjelder. Ingenting ble lagt til; selve filen er urørt. Skriv pasientens navn, og legg filen til på nytt.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock does not agree with the server. Nothing was changed. Set date and time right; if they are right, tell your administrator.</source>
        <translation>Klokka på denne datamaskinen stemmer ikke med tjeneren. Ingenting er endret. Still dato og klokkeslett riktig; er de riktige, si fra til administratoren.</translation>
    </message>
    <message>
        <source>This computer&apos;s place in the visit could not be read or kept. Nothing was sent. Check that the disk has room and that Vidda may write to its own folder.</source>
        <translation>Plassen til denne datamaskinen i samtalen kunne ikke leses eller tas vare på. Ingenting ble sendt. Sjekk at disken har plass, og at Vidda kan skrive til sin egen mappe.</translation>
    </message>
    <message>
        <source>This device is not connected. Plug it in, or choose another one; the call works without.</source>
        <translation>Denne enheten er ikke tilkoblet. Koble den til, eller velg en annen; samtalen virker uten.</translation>
    </message>
    <message>
        <source>This document is closed by a password. Nothing was added; the file itself is untouched. Save it without a password, then add it again.</source>
        <translation>Dette dokumentet er låst med passord. Ingenting ble lagt til; selve filen er urørt. Lagre det uten passord, og legg det til på nytt.</translation>
    </message>
    <message>
        <source>This draft is by another person, and only the author can sign it. Nothing was changed.</source>
        <translation>Dette utkastet er skrevet av en annen, og bare forfatteren kan signere det. Ingenting er endret.</translation>
    </message>
    <message>
        <source>This file can be read as two kinds of file, which is how harm is hidden. Nothing was added; the file itself is untouched. Record it again, or ask where it comes from.</source>
        <translation>Denne filen kan leses som to slags filer, og slik skjules skadelig innhold. Ingenting ble lagt til; selve filen er urørt. Ta opptaket på nytt, eller spør hvor filen kommer fra.</translation>
    </message>
    <message>
        <source>This file cannot be added. Nothing was added; the file itself is untouched.</source>
        <translation>Denne filen kan ikke legges til. Ingenting ble lagt til; selve filen er urørt.</translation>
    </message>
    <message>
        <source>This file cannot be opened safely, so nothing of it is shown. The file itself is unchanged.</source>
        <translation>Denne filen kan ikke åpnes trygt, så ingenting av den vises. Selve filen er uendret.</translation>
    </message>
    <message>
        <source>This file cannot be read, or not in time. Nothing was added; the file itself is untouched. Copy it to this computer&apos;s own disk, then choose it there.</source>
        <translation>Denne filen kan ikke leses, eller ikke i tide. Ingenting ble lagt til; selve filen er urørt. Kopier den til datamaskinens egen disk, og velg den der.</translation>
    </message>
    <message>
        <source>This file cannot be used as a device: it is missing or of another kind. Choose another.</source>
        <translation>Denne filen kan ikke brukes som enhet: den mangler eller er av en annen type. Velg en annen.</translation>
    </message>
    <message>
        <source>This file is damaged and cannot be read. Nothing was added; the file itself is untouched. Record it again, or have it sent to you anew.</source>
        <translation>Denne filen er skadet og kan ikke leses. Ingenting ble lagt til; selve filen er urørt. Ta opptaket på nytt, eller få filen tilsendt på nytt.</translation>
    </message>
    <message>
        <source>This file is empty. Nothing was added; the file itself is untouched. Choose a JPEG, PNG, WebP, TIFF, HEIC or DICOM picture, a WAV, FLAC, MP3, Ogg or M4A sound, an MP4, MOV, WebM or MKV video, or a PDF.</source>
        <translation>Denne filen er tom. Ingenting ble lagt til; selve filen er urørt. Velg et JPEG-, PNG-, WebP-, TIFF-, HEIC- eller DICOM-bilde, et WAV-, FLAC-, MP3-, Ogg- eller M4A-lydopptak, en MP4-, MOV-, WebM- eller MKV-video, eller en PDF.</translation>
    </message>
    <message>
        <source>This file is too large. Nothing was added; the file itself is untouched. Send a smaller one: 2 GB of video, 256 MB of anything else, 50 million pixels, 30 minutes of sound or 10 pages at most.</source>
        <translation>Denne filen er for stor. Ingenting ble lagt til; selve filen er urørt. Send en mindre: høyst 2 GB video, 256 MB av alt annet, 50 millioner bildepunkter, 30 minutter lyd eller 10 sider.</translation>
    </message>
    <message>
        <source>This file was changed while it was being read. Nothing was added; the file itself is untouched. Wait until it is whole, as while it is still being copied, then add it again.</source>
        <translation>Denne filen ble endret mens den ble lest. Ingenting ble lagt til; selve filen er urørt. Vent til den er hel, for eksempel når den fortsatt kopieres, og legg den til på nytt.</translation>
    </message>
    <message>
        <source>This file takes too long to open. Nothing was added; the file itself is untouched. Record it again, or save it as a plain picture or sound.</source>
        <translation>Denne filen tar for lang tid å åpne. Ingenting ble lagt til; selve filen er urørt. Ta opptaket på nytt, eller lagre det som et vanlig bilde eller lydopptak.</translation>
    </message>
    <message>
        <source>This installation of Vidda cannot encrypt its records, so it does not open them. Nothing was written. Install Vidda again from its own package.</source>
        <translation>Denne installasjonen av Vidda kan ikke kryptere opplysningene, så den åpner dem ikke. Ingenting ble skrevet. Installer Vidda på nytt fra sin egen pakke.</translation>
    </message>
    <message>
        <source>This is not a file but a folder, a pipe or a device. Nothing was added; the file itself is untouched. Choose the recording itself.</source>
        <translation>Dette er ikke en fil, men en mappe, et rør eller en enhet. Ingenting ble lagt til; selve filen er urørt. Velg selve opptaket.</translation>
    </message>
    <message>
        <source>This is not a picture, sound, video or document that Vidda knows. Nothing was added; the file itself is untouched. Choose a JPEG, PNG, WebP, TIFF, HEIC or DICOM picture, a WAV, FLAC, MP3, Ogg or M4A sound, an MP4, MOV, WebM or MKV video, or a PDF.</source>
        <translation>Dette er ikke et bilde, et lydopptak, en video eller et dokument som Vidda kjenner. Ingenting ble lagt til; selve filen er urørt. Velg et JPEG-, PNG-, WebP-, TIFF-, HEIC- eller DICOM-bilde, et WAV-, FLAC-, MP3-, Ogg- eller M4A-lydopptak, en MP4-, MOV-, WebM- eller MKV-video, eller en PDF.</translation>
    </message>
    <message>
        <source>This is not the id of a visit. Nothing was opened. Copy the 32 characters that planning the visit has printed.</source>
        <translation>Dette er ikke id-en til en konsultasjon. Ingenting ble åpnet. Kopier de 32 tegnene som ble skrevet ut da konsultasjonen ble planlagt.</translation>
    </message>
    <message>
        <source>This is not the passphrase of these records. Nothing was changed. Try again, or use the recovery key from the printed sheet.</source>
        <translation>Dette er ikke passfrasen til disse opplysningene. Ingenting er endret. Prøv igjen, eller bruk gjenopprettingsnøkkelen fra det utskrevne arket.</translation>
    </message>
    <message>
        <source>This is not the recovery key of these records. Nothing was changed. Compare it with the printed sheet, group by group; a newer sheet replaces an older one.</source>
        <translation>Dette er ikke gjenopprettingsnøkkelen til disse opplysningene. Ingenting er endret. Sammenlign med det utskrevne arket, gruppe for gruppe; et nyere ark erstatter et eldre.</translation>
    </message>
    <message>
        <source>This link does not work any more: the visit is finished, or the clinic has made a new link. Nothing was sent. Look for a newer message, or ring the clinic.</source>
        <translation>Denne lenken virker ikke lenger: samtalen er avsluttet, eller klinikken har laget en ny lenke. Ingenting ble sendt. Se etter en nyere melding, eller ring klinikken.</translation>
    </message>
    <message>
        <source>This link is not complete, so it opens no door. Nothing was sent. Copy the whole link from the message again, to its last character, or ask the clinic for a new one.</source>
        <translation>Denne lenken er ikke fullstendig, så den åpner ingen dør. Ingenting ble sendt. Kopier hele lenken fra meldingen på nytt, til siste tegn, eller be klinikken om en ny.</translation>
    </message>
    <message>
        <source>This note is not on this computer. Nothing was changed.</source>
        <translation>Dette notatet er ikke på denne datamaskinen. Ingenting er endret.</translation>
    </message>
    <message>
        <source>This note is signed already and stays as it is. Write an addendum or a correction.</source>
        <translation>Dette notatet er allerede signert og blir som det er. Skriv et tillegg eller en retting.</translation>
    </message>
    <message>
        <source>This passphrase is too easy to guess for the key of a whole organisation. Nothing was made. Take at least twelve characters, for example four unrelated words.</source>
        <translation>Denne passfrasen er for lett å gjette for nøkkelen til en hel virksomhet. Ingenting ble laget. Bruk minst tolv tegn, for eksempel fire ord som ikke hører sammen.</translation>
    </message>
    <message>
        <source>This profile belongs to no clinic yet. Nothing was opened. Set it up with the enrolment code from your administrator.</source>
        <translation>Denne profilen hører ikke til noen klinikk ennå. Ingenting ble åpnet. Sett den opp med koden fra administratoren.</translation>
    </message>
    <message>
        <source>This profile is set up already, so no new key was made. Unlock it, or choose another profile folder.</source>
        <translation>Denne profilen er allerede satt opp, så ingen ny nøkkel ble laget. Lås den opp, eller velg en annen profilmappe.</translation>
    </message>
    <message>
        <source>This program is too old for the server. Nothing was changed. Install the latest version.</source>
        <translation>Dette programmet er for gammelt for tjeneren. Ingenting er endret. Installer siste versjon.</translation>
    </message>
    <message>
        <source>This recording is not part of the referral any more. Nothing was changed.</source>
        <translation>Dette opptaket er ikke lenger en del av henvisningen. Ingenting er endret.</translation>
    </message>
    <message>
        <source>This referral holds as many files as one can carry. Nothing was added; the file itself is untouched. Take one out, or write a second referral.</source>
        <translation>Henvisningen har så mange filer som den kan ha. Ingenting ble lagt til; selve filen er urørt. Ta ut en, eller skriv en henvisning til.</translation>
    </message>
    <message>
        <source>This referral is not on this computer. Nothing was changed. Look for it in the list again.</source>
        <translation>Denne henvisningen er ikke på denne datamaskinen. Ingenting er endret. Se etter den i listen på nytt.</translation>
    </message>
    <message>
        <source>This scale is finished, so its answers stay as they are. Nothing was changed. Fill it in anew if something has changed.</source>
        <translation>Denne skalaen er ferdig, så svarene står som de er. Ingenting er endret. Fyll den ut på nytt hvis noe har endret seg.</translation>
    </message>
    <message>
        <source>This screen or window cannot be shown to the other side. Nothing is shared. Choose another one, or allow it in the system&apos;s privacy settings.</source>
        <translation>Denne skjermen eller dette vinduet kan ikke vises for den andre. Ingenting deles. Velg noe annet, eller tillat det i systemets personverninnstillinger.</translation>
    </message>
    <message>
        <source>This sound is not what was recorded: its file was changed or damaged. It was not played, and nothing else is affected. Restore the profile folder from a backup, or record it again.</source>
        <translation>Denne lyden er ikke slik den ble tatt opp: filen er endret eller skadet. Den ble ikke spilt av, og ingenting annet er berørt. Gjenopprett profilmappen fra en sikkerhetskopi, eller ta den opp på nytt.</translation>
    </message>
    <message>
        <source>This visit has no link that works. Make a new one for the patient.</source>
        <translation>Denne konsultasjonen har ingen lenke som virker. Lag en ny til pasienten.</translation>
    </message>
    <message>
        <source>This visit is not on this computer. Nothing was changed.</source>
        <translation>Denne konsultasjonen er ikke på denne datamaskinen. Ingenting er endret.</translation>
    </message>
    <message>
        <source>This visit is over or cancelled already. Nothing was changed.</source>
        <translation>Denne konsultasjonen er allerede over eller avlyst. Ingenting er endret.</translation>
    </message>
    <message>
        <source>Too much is waiting for the server already. This last message was not sent. Wait until the connection is back and try again.</source>
        <translation>For mye venter allerede på tjeneren. Denne siste meldingen ble ikke sendt. Vent til forbindelsen er tilbake, og prøv igjen.</translation>
    </message>
    <message>
        <source>What the server shows for this invitation was not made by whoever holds its code. Nobody was approved by it. Somebody may be interfering at the server: invite the person anew, and tell whoever runs the server.</source>
        <translation>Det tjeneren viser for denne invitasjonen, er ikke laget av den som har koden. Ingen ble godkjent med det. Noen kan ha tuklet med tjeneren: inviter personen på nytt, og si fra til den som drifter tjeneren.</translation>
    </message>
    <message>
        <source>You are not at the door of the visit yet. Nothing was sent. Open the link and go on to the waiting room first.</source>
        <translation>Du er ikke ved døra til samtalen ennå. Ingenting ble sendt. Åpne lenken og gå videre til venterommet først.</translation>
    </message>
    <message>
        <source>Your background is not blurred now. A picture is being taken or a stethoscope listened to, and both show everything as it is. Blur it afterwards, or switch your camera off.</source>
        <translation>Bakgrunnen din er ikke uskarp nå. Et bilde blir tatt, eller et stetoskop lyttes til, og da skal alt være som det er. Gjør den uskarp etterpå, eller slå av kameraet.</translation>
    </message>
    <message>
        <source>Your organisation&apos;s word for this computer has run out or does not fit, so it cannot sign. What you wrote is saved. Ask your administrator to enrol this computer again.</source>
        <translation>Organisasjonens bekreftelse av denne datamaskinen er utløpt eller passer ikke, så den kan ikke signere. Det du skrev, er lagret. Be administratoren registrere datamaskinen på nytt.</translation>
    </message>
    <message>
        <source>Your organisation&apos;s word for this computer has run out or does not fit, so it cannot sign. Your text is saved. Ask your administrator to enrol this computer again.</source>
        <translation>Virksomhetens godkjenning av denne datamaskinen er utløpt eller passer ikke, så den kan ikke signere. Teksten er lagret. Be administratoren om å melde inn denne datamaskinen på nytt.</translation>
    </message>
    <message>
        <source>Your own judgement is missing, so nothing was signed. The answers are saved. Write it.</source>
        <translation>Din egen vurdering mangler, så ingenting ble signert. Svarene er lagret. Skriv den.</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>fewer than {count}</source>
        <translation>færre enn {count}</translation>
    </message>
    <message>
        <source>under a minute</source>
        <translation>under ett minutt</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} d {hours} t</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} t {minutes} min</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>minutter</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ingen</translation>
    </message>
    <message>
        <source>{count} of {of}</source>
        <translation>{count} av {of}</translation>
    </message>
    <message>
        <source>{count} of {of} ({percent} %)</source>
        <translation>{count} av {of} ({percent} %)</translation>
    </message>
</context>
<context>
    <name>FindingsList</name>
    <message>
        <source>Findings, tied to the picture</source>
        <translation>Funn, knyttet til bildet</translation>
    </message>
    <message>
        <source>Draw on a picture, or mark a part of a sound, to add one.</source>
        <translation>Tegn i et bilde, eller marker en del av en lyd, for å legge til et funn.</translation>
    </message>
    <message>
        <source>Undo removal</source>
        <translation>Angre fjerning</translation>
    </message>
    <message>
        <source>Finding {number}</source>
        <translation>Funn {number}</translation>
    </message>
    <message>
        <source>What is seen here</source>
        <translation>Hva som sees her</translation>
    </message>
    <message>
        <source>Remove finding {number}</source>
        <translation>Fjern funn {number}</translation>
    </message>
</context>
<context>
    <name>FirstRunScreen</name>
    <message>
        <source>Your code</source>
        <translation>Koden din</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passfrase</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>Gjenopprettingsark</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Godkjenning</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>How did the visit go? Finishing ends the call for both.</source>
        <translation>Hvordan gikk konsultasjonen? Når du avslutter, er samtalen over for begge.</translation>
    </message>
    <message>
        <source>Took place</source>
        <translation>Gjennomført</translation>
    </message>
    <message>
        <source>Nobody came</source>
        <translation>Ingen kom</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>Avlyst</translation>
    </message>
    <message>
        <source>How the visit went</source>
        <translation>Hvordan konsultasjonen gikk</translation>
    </message>
    <message>
        <source>Finish visit</source>
        <translation>Avslutt konsultasjonen</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Ikke ennå</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signer</translation>
    </message>
    <message>
        <source>Not saved. Your text stays here and is saved again by itself.</source>
        <translation>Ikke lagret. Teksten blir stående her og lagres av seg selv.</translation>
    </message>
    <message>
        <source>Signed and locked</source>
        <translation>Signert og låst</translation>
    </message>
    <message>
        <source>Before signing: record {what}</source>
        <translation>Før signering: noter {what}</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>og {count} til</translation>
    </message>
    <message>
        <source>Before signing: record {what}, {more}</source>
        <translation>Før signering: noter {what}, {more}</translation>
    </message>
</context>
<context>
    <name>FormPage</name>
    <message>
        <source>Back to the day</source>
        <translation>Tilbake til dagen</translation>
    </message>
</context>
<context>
    <name>GivenAway</name>
    <message>
        <source>The coordinator chooses who answers</source>
        <translation>Koordinatoren velger hvem som svarer</translation>
    </message>
    <message>
        <source>You are not waited for. You can still read all of it.</source>
        <translation>Ingen venter på deg. Du kan fortsatt lese alt.</translation>
    </message>
    <message>
        <source>What you had written; it was not sent</source>
        <translation>Det du hadde skrevet; det ble ikke sendt</translation>
    </message>
</context>
<context>
    <name>HeadphoneLine</name>
    <message>
        <source>Listen with headphones</source>
        <translation>Lytt med hodetelefoner</translation>
    </message>
    <message>
        <source>Small speakers do not carry low heart sounds.</source>
        <translation>Små høyttalere gjengir ikke dype hjertelyder.</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Forstått</translation>
    </message>
</context>
<context>
    <name>HelpLine</name>
    <message>
        <source>Acute danger:</source>
        <translation>Akutt fare:</translation>
    </message>
    <message>
        <source>Legevakt:</source>
        <translation>Legevakt:</translation>
    </message>
    <message>
        <source>Mental Helse, to talk:</source>
        <translation>Mental Helse, noen å snakke med:</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Keys</source>
        <translation>Taster</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Larger text</source>
        <translation>Større tekst</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Mindre tekst</translation>
    </message>
    <message>
        <source>Usual text size</source>
        <translation>Vanlig tekststørrelse</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Level: we hear you</source>
        <translation>Nivå: vi hører deg</translation>
    </message>
    <message>
        <source>Level: we hear nothing</source>
        <translation>Nivå: vi hører ingenting</translation>
    </message>
</context>
<context>
    <name>LightRow</name>
    <message>
        <source>Brightness</source>
        <translation>Lysstyrke</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
</context>
<context>
    <name>LinkPage</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>The link for {name}</source>
        <translation>Lenken til {name}</translation>
    </message>
    <message>
        <source>Send this link to {name} alone. Who has it can knock at your door, and you decide who comes in.</source>
        <translation>Send denne lenken bare til {name}. Den som har den, kan banke på, og du bestemmer hvem som slipper inn.</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Lenke</translation>
    </message>
    <message>
        <source>Copy the link</source>
        <translation>Kopier lenken</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Ferdig</translation>
    </message>
</context>
<context>
    <name>Listening</name>
    <message>
        <source>The recording of the stethoscope is not kept yet.</source>
        <translation>Opptaket av stetoskopet er ikke lagret ennå.</translation>
    </message>
    <message>
        <source>It is in memory, and is tried again each second. Make room on the disk.</source>
        <translation>Det er i minnet, og det prøves igjen hvert sekund. Frigjør plass på disken.</translation>
    </message>
    <message>
        <source>The recording ended after five minutes.</source>
        <translation>Opptaket sluttet etter fem minutter.</translation>
    </message>
    <message>
        <source>The recording ended as you are not together any more.</source>
        <translation>Opptaket sluttet fordi dere ikke er sammen lenger.</translation>
    </message>
    <message>
        <source>The recording has gaps.</source>
        <translation>Opptaket har hull.</translation>
    </message>
    <message>
        <source>The microphone fell silent in between. Record it again.</source>
        <translation>Mikrofonen var stille innimellom. Ta det opp på nytt.</translation>
    </message>
    <message>
        <source>The recording is kept in the record of this visit: {seconds} s.</source>
        <translation>Opptaket er lagret i journalen for denne konsultasjonen: {seconds} s.</translation>
    </message>
</context>
<context>
    <name>ListeningBar</name>
    <message>
        <source>The stethoscope is sent as it sounds. Use headphones, or it echoes.</source>
        <translation>Stetoskopet sendes slik det lyder. Bruk hodetelefoner, ellers blir det ekko.</translation>
    </message>
    <message>
        <source>The stethoscope is on: the other side hears it unfiltered. Use headphones, or it echoes.</source>
        <translation>Stetoskopet er på: den andre hører det ufiltrert. Bruk hodetelefoner, ellers blir det ekko.</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Ta opp</translation>
    </message>
    <message>
        <source>Recording the stethoscope, without any loss: {seconds} s</source>
        <translation>Tar opp stetoskopet, uten tap: {seconds} s</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Stopp og lagre</translation>
    </message>
    <message>
        <source>Back to voice</source>
        <translation>Tilbake til stemme</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Today</source>
        <translation>I dag</translation>
    </message>
    <message>
        <source>Referrals</source>
        <translation>Henvisninger</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Spørsmål</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notater</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pasienter</translation>
    </message>
    <message>
        <source>Access log</source>
        <translation>Tilgangslogg</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Innstillinger</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>Lås nå</translation>
    </message>
    <message>
        <source>Sections, from the top</source>
        <translation>Sidene, ovenfra</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>Neste del av vinduet</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Denne listen</translation>
    </message>
</context>
<context>
    <name>MarkedText</name>
    <message>
        <source>Corrected words: {words}</source>
        <translation>Rettede ord: {words}</translation>
    </message>
</context>
<context>
    <name>MessageBox</name>
    <message>
        <source>I am about 10 minutes late. Sorry for the wait.</source>
        <translation>Jeg er omtrent 10 minutter forsinket. Beklager ventetiden.</translation>
    </message>
    <message>
        <source>I am about 5 minutes late.</source>
        <translation>Jeg er omtrent 5 minutter forsinket.</translation>
    </message>
    <message>
        <source>I will ring you instead.</source>
        <translation>Jeg ringer deg i stedet.</translation>
    </message>
    <message>
        <source>Message of your own</source>
        <translation>Egen melding</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Skriv en melding</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
</context>
<context>
    <name>Moments</name>
    <message>
        <source>overdue {n} days</source>
        <translation>{n} dager over fristen</translation>
    </message>
    <message>
        <source>overdue {n} h</source>
        <translation>{n} t over fristen</translation>
    </message>
    <message>
        <source>overdue {n} min</source>
        <translation>{n} min over fristen</translation>
    </message>
    <message>
        <source>{n} days left</source>
        <translation>{n} dager igjen</translation>
    </message>
    <message>
        <source>1 day {n} h left</source>
        <translation>1 dag {n} t igjen</translation>
    </message>
    <message>
        <source>{n} h left</source>
        <translation>{n} t igjen</translation>
    </message>
    <message>
        <source>{n} min left</source>
        <translation>{n} min igjen</translation>
    </message>
    <message>
        <source>1 year</source>
        <translation>1 år</translation>
    </message>
    <message>
        <source>{count} years</source>
        <translation>{count} år</translation>
    </message>
</context>
<context>
    <name>Needs</name>
    <message>
        <source>1 referral to allocate</source>
        <translation>1 henvisning å fordele</translation>
    </message>
    <message>
        <source>{count} referrals to allocate</source>
        <translation>{count} henvisninger å fordele</translation>
    </message>
    <message>
        <source>{count} waiting for more than an hour</source>
        <translation>{count} har ventet i mer enn en time</translation>
    </message>
    <message>
        <source>1 referral to answer</source>
        <translation>1 henvisning å besvare</translation>
    </message>
    <message>
        <source>{count} referrals to answer</source>
        <translation>{count} henvisninger å besvare</translation>
    </message>
    <message>
        <source>1 answer to read</source>
        <translation>1 svar å lese</translation>
    </message>
    <message>
        <source>{count} answers to read</source>
        <translation>{count} svar å lese</translation>
    </message>
    <message>
        <source>1 note to sign</source>
        <translation>1 notat å signere</translation>
    </message>
    <message>
        <source>{count} notes to sign</source>
        <translation>{count} notater å signere</translation>
    </message>
    <message>
        <source>{count} are late, the first {left}</source>
        <translation>{count} er for sene, den første {left}</translation>
    </message>
    <message>
        <source>The first: {left}</source>
        <translation>Den første: {left}</translation>
    </message>
</context>
<context>
    <name>NewVisitPage</name>
    <message>
        <source>Write day, month and year, like 24.11.1974.</source>
        <translation>Skriv dag, måned og år, for eksempel 24.11.1974.</translation>
    </message>
    <message>
        <source>Write the patient&apos;s name.</source>
        <translation>Skriv navnet på pasienten.</translation>
    </message>
    <message>
        <source>Write hours and minutes, like 09:30.</source>
        <translation>Skriv timer og minutter, for eksempel 09:30.</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>Ny konsultasjon</translation>
    </message>
    <message>
        <source>The names stay on this computer. The server never sees them.</source>
        <translation>Navnene blir på denne datamaskinen. Tjeneren ser dem aldri.</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Pasient</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>Fødselsdato</translation>
    </message>
    <message>
        <source>Day, month and year, like 24.11.1974</source>
        <translation>Dag, måned og år, for eksempel 24.11.1974</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grunn</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Dag</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Klokkeslett</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutter</translation>
    </message>
    <message>
        <source>Plan the visit</source>
        <translation>Planlegg konsultasjonen</translation>
    </message>
</context>
<context>
    <name>NotHeldPage</name>
    <message>
        <source>Write a few words.</source>
        <translation>Skriv noen ord.</translation>
    </message>
    <message>
        <source>Why did the visit with {name} not take place?</source>
        <translation>Hvorfor ble ikke konsultasjonen med {name} gjennomført?</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grunn</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>Møtte ikke</translation>
    </message>
    <message>
        <source>Too ill</source>
        <translation>For syk</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Ingen forbindelse</translation>
    </message>
    <message>
        <source>Rung instead</source>
        <translation>Ringte i stedet</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lagre</translation>
    </message>
</context>
<context>
    <name>Note</name>
    <message>
        <source>Since last time</source>
        <translation>Siden sist</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Sykehistorie</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Utseende</translation>
    </message>
    <message>
        <source>Mood</source>
        <translation>Stemningsleie</translation>
    </message>
    <message>
        <source>Affect</source>
        <translation>Affekt</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Tale</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>Tankeinnhold</translation>
    </message>
    <message>
        <source>Perception</source>
        <translation>Sansning</translation>
    </message>
    <message>
        <source>Cognition</source>
        <translation>Kognisjon</translation>
    </message>
    <message>
        <source>Insight</source>
        <translation>Innsikt</translation>
    </message>
    <message>
        <source>Suicidality</source>
        <translation>Suicidalitet</translation>
    </message>
    <message>
        <source>Violence</source>
        <translation>Vold</translation>
    </message>
    <message>
        <source>Medication</source>
        <translation>Medisiner</translation>
    </message>
    <message>
        <source>Subjective</source>
        <translation>Subjektivt</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>Objektivt</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>Vurdering</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>Første konsultasjon</translation>
    </message>
    <message>
        <source>Follow-up</source>
        <translation>Oppfølging</translation>
    </message>
    <message>
        <source>Medication review</source>
        <translation>Legemiddelgjennomgang</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>SOAP</source>
        <translation>SOAP</translation>
    </message>
    <message>
        <source>Tidy</source>
        <translation>Velstelt</translation>
    </message>
    <message>
        <source>Good contact</source>
        <translation>God kontakt</translation>
    </message>
    <message>
        <source>Restless</source>
        <translation>Urolig</translation>
    </message>
    <message>
        <source>Neutral</source>
        <translation>Nøytralt</translation>
    </message>
    <message>
        <source>Lowered</source>
        <translation>Senket</translation>
    </message>
    <message>
        <source>Elevated</source>
        <translation>Hevet</translation>
    </message>
    <message>
        <source>Full range</source>
        <translation>Normal bredde</translation>
    </message>
    <message>
        <source>Reduced</source>
        <translation>Redusert</translation>
    </message>
    <message>
        <source>Flat</source>
        <translation>Flat</translation>
    </message>
    <message>
        <source>Labile</source>
        <translation>Labil</translation>
    </message>
    <message>
        <source>Normal rate</source>
        <translation>Normalt tempo</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsom</translation>
    </message>
    <message>
        <source>Pressured</source>
        <translation>Presset</translation>
    </message>
    <message>
        <source>Coherent</source>
        <translation>Sammenhengende</translation>
    </message>
    <message>
        <source>Tangential</source>
        <translation>Tangentiell</translation>
    </message>
    <message>
        <source>Delusions</source>
        <translation>Vrangforestillinger</translation>
    </message>
    <message>
        <source>No hallucinations</source>
        <translation>Ingen hallusinasjoner</translation>
    </message>
    <message>
        <source>Hears voices</source>
        <translation>Hører stemmer</translation>
    </message>
    <message>
        <source>Oriented</source>
        <translation>Orientert</translation>
    </message>
    <message>
        <source>Not fully oriented</source>
        <translation>Ikke helt orientert</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>God</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>Delvis</translation>
    </message>
    <message>
        <source>Lacking</source>
        <translation>Manglende</translation>
    </message>
    <message>
        <source>Asked directly</source>
        <translation>Spurt direkte</translation>
    </message>
    <message>
        <source>Denies thoughts</source>
        <translation>Benekter tanker</translation>
    </message>
    <message>
        <source>Passive thoughts</source>
        <translation>Passive tanker</translation>
    </message>
    <message>
        <source>Plan or intent</source>
        <translation>Plan eller intensjon</translation>
    </message>
    <message>
        <source>No sign of risk</source>
        <translation>Ingen tegn til risiko</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signert</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Retting</translation>
    </message>
    <message>
        <source>Addendum</source>
        <translation>Tillegg</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Not saved. Your text stays here</source>
        <translation>Ikke lagret. Teksten blir stående her</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>Lagret {time}</translation>
    </message>
    <message>
        <source>Mental status</source>
        <translation>Psykisk status</translation>
    </message>
    <message>
        <source>Kind of note</source>
        <translation>Notattype</translation>
    </message>
</context>
<context>
    <name>NoteList</name>
    <message>
        <source>No earlier notes</source>
        <translation>Ingen tidligere notater</translation>
    </message>
    <message>
        <source>No notes yet</source>
        <translation>Ingen notater ennå</translation>
    </message>
    <message>
        <source>A note begins with a visit. It is here once signed.</source>
        <translation>Et notat begynner med en konsultasjon. Det står her når det er signert.</translation>
    </message>
    <message>
        <source>No signed note has these words</source>
        <translation>Ingen signerte notater har disse ordene</translation>
    </message>
    <message>
        <source>Words are found from their beginning. Drafts are not searched.</source>
        <translation>Ord finnes fra begynnelsen av. Utkast er ikke med i søket.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notat</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Utkast</translation>
    </message>
    <message>
        <source>Does not verify</source>
        <translation>Stemmer ikke</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signert</translation>
    </message>
    <message>
        <source>{count} versions</source>
        <translation>{count} versjoner</translation>
    </message>
</context>
<context>
    <name>NotePaper</name>
    <message>
        <source>Born</source>
        <translation>Født</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Skrevet av</translation>
    </message>
    <message>
        <source>Video visit</source>
        <translation>Videokonsultasjon</translation>
    </message>
    <message>
        <source>Corrected {when}, now reads:</source>
        <translation>Rettet {when}, lyder nå:</translation>
    </message>
    <message>
        <source>Reason: {reason}. {name}, HPR {hpr}</source>
        <translation>Begrunnelse: {reason}. {name}, HPR {hpr}</translation>
    </message>
    <message>
        <source>Signatures checked {when}. The signed originals stay in Vidda.</source>
        <translation>Signaturene ble kontrollert {when}. De signerte originalene ligger i Vidda.</translation>
    </message>
    <message>
        <source>Version {number}, {kind}, {name}, {when}: SHA-256 {hash}</source>
        <translation>Versjon {number}, {kind}, {name}, {when}: SHA-256 {hash}</translation>
    </message>
</context>
<context>
    <name>NoteText</name>
    <message>
        <source>Checking the signature …</source>
        <translation>Kontrollerer signaturen …</translation>
    </message>
    <message>
        <source>Video visit</source>
        <translation>Videokonsultasjon</translation>
    </message>
    <message>
        <source>Corrected {when}, now reads:</source>
        <translation>Rettet {when}, lyder nå:</translation>
    </message>
    <message>
        <source>Addendum</source>
        <translation>Tillegg</translation>
    </message>
    <message>
        <source>Reason: {reason}. {name}, HPR {hpr}</source>
        <translation>Grunn: {reason}. {name}, HPR {hpr}</translation>
    </message>
    <message>
        <source>This text does not match its signature. It is not shown.</source>
        <translation>Teksten stemmer ikke med signaturen. Den vises ikke.</translation>
    </message>
    <message>
        <source>Nothing was deleted. Tell whoever runs Vidda at your organisation.</source>
        <translation>Ingenting er slettet. Si fra til den som har ansvar for Vidda i virksomheten.</translation>
    </message>
    <message>
        <source>The earlier versions below are verified.</source>
        <translation>De tidligere versjonene nedenfor er bekreftet.</translation>
    </message>
    <message>
        <source>Version {number}: changed after it was signed.</source>
        <translation>Versjon {number}: endret etter at den ble signert.</translation>
    </message>
    <message>
        <source>Version {number}: by a signer your organisation does not know.</source>
        <translation>Versjon {number}: av en underskriver virksomheten ikke kjenner.</translation>
    </message>
    <message>
        <source>Version {number}: missing, or not in its place.</source>
        <translation>Versjon {number}: mangler, eller står ikke på sin plass.</translation>
    </message>
    <message>
        <source>Version {number}: written by a newer Vidda, or damaged.</source>
        <translation>Versjon {number}: skrevet av et nyere Vidda, eller skadet.</translation>
    </message>
</context>
<context>
    <name>NotesFlow</name>
    <message>
        <source>Save as PDF</source>
        <translation>Lagre som PDF</translation>
    </message>
    <message>
        <source>Documents (*.pdf)</source>
        <translation>Dokumenter (*.pdf)</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Side {page} av {pages}</translation>
    </message>
    <message>
        <source>Saved as {name}. Vidda no longer protects what is in this file.</source>
        <translation>Lagret som {name}. Vidda beskytter ikke lenger det som står i denne filen.</translation>
    </message>
</context>
<context>
    <name>NotesScreen</name>
    <message>
        <source>Write addendum</source>
        <translation>Skriv tillegg</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Lagre som PDF</translation>
    </message>
    <message>
        <source>Search the notes</source>
        <translation>Søk i notatene</translation>
    </message>
    <message>
        <source>Newer version</source>
        <translation>Nyere versjon</translation>
    </message>
    <message>
        <source>Older version</source>
        <translation>Eldre versjon</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notater</translation>
    </message>
    <message>
        <source>Search the signed notes</source>
        <translation>Søk i de signerte notatene</translation>
    </message>
    <message>
        <source>Show older notes</source>
        <translation>Vis eldre notater</translation>
    </message>
    <message>
        <source>Correction</source>
        <translation>Retting</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notat</translation>
    </message>
    <message>
        <source>Back to the list of notes</source>
        <translation>Tilbake til notatlisten</translation>
    </message>
    <message>
        <source>Does not verify</source>
        <translation>Stemmer ikke</translation>
    </message>
    <message>
        <source>Unchanged since signing</source>
        <translation>Uendret siden signering</translation>
    </message>
    <message>
        <source>Checked now, {time}</source>
        <translation>Kontrollert nå, {time}</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>NowLine</name>
    <message>
        <source>Now, {time}</source>
        <translation>Nå, {time}</translation>
    </message>
</context>
<context>
    <name>NumberRow</name>
    <message>
        <source>{number} copied</source>
        <translation>{number} kopiert</translation>
    </message>
    <message>
        <source>Rung {time}</source>
        <translation>Ringt {time}</translation>
    </message>
    <message>
        <source>Log as rung</source>
        <translation>Marker som ringt</translation>
    </message>
    <message>
        <source>Log {number}, {name}, as rung</source>
        <translation>Marker {number}, {name}, som ringt</translation>
    </message>
    <message>
        <source>Ask now</source>
        <translation>Spør nå</translation>
    </message>
    <message>
        <source>Copy {number}</source>
        <translation>Kopier {number}</translation>
    </message>
</context>
<context>
    <name>OfferedVisitCard</name>
    <message>
        <source>{day}, {time}, {minutes} minutes</source>
        <translation>{day} kl. {time}, {minutes} minutter</translation>
    </message>
    <message>
        <source>The time of this visit is over.</source>
        <translation>Tiden for denne konsultasjonen er over.</translation>
    </message>
    <message>
        <source>The sender has the patient&apos;s link with your answer.</source>
        <translation>Avsenderen har fått pasientens lenke med svaret ditt.</translation>
    </message>
    <message>
        <source>The patient&apos;s link did not come with the answer. Ask {name} for it.</source>
        <translation>Pasientens lenke fulgte ikke med svaret. Be {name} om den.</translation>
    </message>
    <message>
        <source>It is planned with {name}. The patient joins with this link, from {early} minutes before. Give it to the patient alone: who has it can knock at the door.</source>
        <translation>Den er planlagt med {name}. Pasienten blir med via denne lenken, fra {early} minutter før. Gi den bare til pasienten: Den som har den, kan banke på.</translation>
    </message>
    <message>
        <source>Copy the patient&apos;s link</source>
        <translation>Kopier pasientens lenke</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>OutcomeForm</name>
    <message>
        <source>How did it go?</source>
        <translation>Hvordan gikk det?</translation>
    </message>
    <message>
        <source>The specialist reads your answer.</source>
        <translation>Spesialisten leser svaret ditt.</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>Was it the right specialist?</source>
        <translation>Var det riktig spesialist?</translation>
    </message>
    <message>
        <source>Was the answer fast enough?</source>
        <translation>Kom svaret raskt nok?</translation>
    </message>
    <message>
        <source>What became of the patient</source>
        <translation>Hva ble det til med pasienten</translation>
    </message>
    <message>
        <source>Tell the specialist</source>
        <translation>Fortell spesialisten</translation>
    </message>
    <message>
        <source>Say in a few words what became of the patient.</source>
        <translation>Si med få ord hvordan det gikk med pasienten.</translation>
    </message>
</context>
<context>
    <name>OwnChoices</name>
    <message>
        <source>Blurring and sound only are off again: they are for one visit each.</source>
        <translation>Uskarp bakgrunn og bare lyd er av igjen: de gjelder én konsultasjon om gangen.</translation>
    </message>
    <message>
        <source>Your background is no longer blurred: blurring is for one visit.</source>
        <translation>Bakgrunnen din er ikke lenger uskarp: det gjelder én konsultasjon om gangen.</translation>
    </message>
    <message>
        <source>Sound only is off again: it is for one visit.</source>
        <translation>Bare lyd er av igjen: det gjelder én konsultasjon om gangen.</translation>
    </message>
</context>
<context>
    <name>PaneFrame</name>
    <message>
        <source>Choose what is shown: {now}</source>
        <translation>Velg hva som vises: {now}</translation>
    </message>
    <message>
        <source>local contrast</source>
        <translation>lokal kontrast</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertert</translation>
    </message>
</context>
<context>
    <name>PaneGrid</name>
    <message>
        <source>Opening …</source>
        <translation>Åpner …</translation>
    </message>
</context>
<context>
    <name>PassphrasePage</name>
    <message>
        <source>Making your store …</source>
        <translation>Lager nøkler og lager …</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Gå videre</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>De to er ikke like.</translation>
    </message>
    <message>
        <source>Use at least 12 characters. Four or five words are good.</source>
        <translation>Bruk minst 12 tegn. Fire eller fem ord er bra.</translation>
    </message>
    <message>
        <source>It repeats the same characters. Use different words.</source>
        <translation>De samme tegnene gjentas. Bruk ulike ord.</translation>
    </message>
    <message>
        <source>These keys lie side by side. Use words instead.</source>
        <translation>Disse tastene ligger ved siden av hverandre. Bruk ord i stedet.</translation>
    </message>
    <message>
        <source>Many people use these words. Add some of your own.</source>
        <translation>Mange bruker disse ordene. Legg til noen egne.</translation>
    </message>
    <message>
        <source>Choose a passphrase</source>
        <translation>Velg en passfrase</translation>
    </message>
    <message>
        <source>It opens your notes when the key store of this computer does not. Four or five words that only you would put together are best.</source>
        <translation>Den åpner notatene når nøkkellageret på datamaskinen ikke gjør det. Best er fire eller fem ord som bare du ville satt sammen.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passfrase</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>Det samme en gang til</translation>
    </message>
</context>
<context>
    <name>PatientFlow</name>
    <message>
        <source>Telling the clinic …</source>
        <translation>Sier fra til klinikken …</translation>
    </message>
    <message>
        <source>Ring me instead. I cannot use video now.</source>
        <translation>Ring meg i stedet. Jeg kan ikke bruke video nå.</translation>
    </message>
    <message>
        <source>The clinic knows that you want to be rung.</source>
        <translation>Klinikken vet at du vil bli ringt.</translation>
    </message>
    <message>
        <source>The clinic could not be told. Ring {number}.</source>
        <translation>Vi fikk ikke sagt fra til klinikken. Ring {number}.</translation>
    </message>
</context>
<context>
    <name>PatientFrame</name>
    <message>
        <source>Off</source>
        <translation>Av</translation>
    </message>
    <message>
        <source>On</source>
        <translation>På</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Større tekst</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Språk</translation>
    </message>
</context>
<context>
    <name>PictureTools</name>
    <message>
        <source>Fit</source>
        <translation>Tilpass</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Zoom ut</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Zoom inn</translation>
    </message>
    <message>
        <source>One to one</source>
        <translation>Én til én</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Side om side</translation>
    </message>
    <message>
        <source>One more pane, up to four</source>
        <translation>Én rute til, opptil fire</translation>
    </message>
    <message>
        <source>The other eye or ear beside this one</source>
        <translation>Det andre øyet eller øret ved siden av</translation>
    </message>
    <message>
        <source>An earlier picture beside this one</source>
        <translation>Et tidligere bilde ved siden av</translation>
    </message>
    <message>
        <source>Move panes together</source>
        <translation>Flytt rutene sammen</translation>
    </message>
    <message>
        <source>Red-free</source>
        <translation>Rødfritt</translation>
    </message>
    <message>
        <source>Next colour channel</source>
        <translation>Neste fargekanal</translation>
    </message>
    <message>
        <source>Local contrast</source>
        <translation>Lokal kontrast</translation>
    </message>
    <message>
        <source>Brightness and contrast</source>
        <translation>Lysstyrke og kontrast</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Inverter</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Drei mot høyre</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Drei mot venstre</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>Lupe</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>Sirkel</translation>
    </message>
    <message>
        <source>Arrow</source>
        <translation>Pil</translation>
    </message>
    <message>
        <source>Text at a place</source>
        <translation>Tekst på et sted</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mål</translation>
    </message>
    <message>
        <source>Set the scale</source>
        <translation>Sett målestokk</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Angre</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Gjør om</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Nullstill</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Taster</translation>
    </message>
    <message>
        <source>Brighter</source>
        <translation>Lysere</translation>
    </message>
    <message>
        <source>Darker</source>
        <translation>Mørkere</translation>
    </message>
    <message>
        <source>More contrast</source>
        <translation>Mer kontrast</translation>
    </message>
    <message>
        <source>Less contrast</source>
        <translation>Mindre kontrast</translation>
    </message>
</context>
<context>
    <name>PictureViewer</name>
    <message>
        <source>There is no such picture in this case</source>
        <translation>Det finnes ikke et slikt bilde i denne saken</translation>
    </message>
    <message>
        <source>Marks belong on the pictures of this referral</source>
        <translation>Merker hører hjemme på bildene i denne henvisningen</translation>
    </message>
    <message>
        <source>As the specialist looked at it; Reset shows it as it came</source>
        <translation>Slik spesialisten så på det; Nullstill viser det slik det kom</translation>
    </message>
    <message>
        <source>Original unchanged, signature checked</source>
        <translation>Originalen er uendret, signaturen er kontrollert</translation>
    </message>
</context>
<context>
    <name>PlanPart</name>
    <message>
        <source>Safety plan</source>
        <translation>Sikkerhetsplan</translation>
    </message>
    <message>
        <source>Change plan</source>
        <translation>Endre planen</translation>
    </message>
    <message>
        <source>Write plan</source>
        <translation>Skriv plan</translation>
    </message>
    <message>
        <source>Sign plan</source>
        <translation>Signer planen</translation>
    </message>
    <message>
        <source>Throw the draft of the plan away</source>
        <translation>Kast utkastet til planen</translation>
    </message>
    <message>
        <source>For the patient, as PDF</source>
        <translation>Til pasienten, som PDF</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Progress</source>
        <translation>Framdrift</translation>
    </message>
</context>
<context>
    <name>ProofCard</name>
    <message>
        <source>Fingerprint, version {number}</source>
        <translation>Fingeravtrykk, versjon {number}</translation>
    </message>
    <message>
        <source>{good} of {all} versions verified.</source>
        <translation>{good} av {all} versjoner bekreftet.</translation>
    </message>
    <message>
        <source>Unchanged since signing</source>
        <translation>Uendret siden signering</translation>
    </message>
    <message>
        <source>Does not verify</source>
        <translation>Stemmer ikke</translation>
    </message>
    <message>
        <source>Checked now, {time}</source>
        <translation>Kontrollert nå, {time}</translation>
    </message>
    <message>
        <source>All {count} versions</source>
        <translation>Alle {count} versjoner</translation>
    </message>
    <message>
        <source>The one version</source>
        <translation>Den ene versjonen</translation>
    </message>
    <message>
        <source>{later} names {earlier}</source>
        <translation>{later} viser til {earlier}</translation>
    </message>
    <message>
        <source>Text matches the signature</source>
        <translation>Teksten stemmer med signaturen</translation>
    </message>
    <message>
        <source>Signed by {names}</source>
        <translation>Signert av {names}</translation>
    </message>
    <message>
        <source>No version is missing</source>
        <translation>Ingen versjon mangler</translation>
    </message>
</context>
<context>
    <name>QualityPill</name>
    <message>
        <source>Opens the numbers of the connection</source>
        <translation>Åpner tallene for forbindelsen</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>Not answered</source>
        <translation>Ikke besvart</translation>
    </message>
</context>
<context>
    <name>ReadReply</name>
    <message>
        <source>I have read this</source>
        <translation>Jeg har lest dette</translation>
    </message>
    <message>
        <source>No answer yet</source>
        <translation>Ikke svar ennå</translation>
    </message>
    <message>
        <source>You are told when it comes.</source>
        <translation>Du får beskjed når det kommer.</translation>
    </message>
    <message>
        <source>External specialist opinion</source>
        <translation>Vurdering fra ekstern spesialist</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Beslutning</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>Vurdering</translation>
    </message>
    <message>
        <source>Follow-up on</source>
        <translation>Oppfølging den</translation>
    </message>
    <message>
        <source>Send what is asked for</source>
        <translation>Send det som er bedt om</translation>
    </message>
    <message>
        <source>Send what you began to add</source>
        <translation>Send det du begynte å legge til</translation>
    </message>
    <message>
        <source>Answer without it</source>
        <translation>Svar uten</translation>
    </message>
    <message>
        <source>I have nothing more to send</source>
        <translation>Jeg har ikke mer å sende</translation>
    </message>
    <message>
        <source>What became of the patient</source>
        <translation>Hva ble det til med pasienten</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>The right specialist</source>
        <translation>Riktig spesialist</translation>
    </message>
    <message>
        <source>The answer came fast enough</source>
        <translation>Svaret kom raskt nok</translation>
    </message>
    <message>
        <source>Finding {number}</source>
        <translation>Funn {number}</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Vis</translation>
    </message>
    <message>
        <source>Show finding {number}</source>
        <translation>Vis funn {number}</translation>
    </message>
    <message>
        <source>Treatment and follow-up</source>
        <translation>Behandling og oppfølging</translation>
    </message>
    <message>
        <source>To the patient, in plain words</source>
        <translation>Til pasienten, med enkle ord</translation>
    </message>
    <message>
        <source>Quality of what was sent</source>
        <translation>Kvaliteten på det som ble sendt</translation>
    </message>
</context>
<context>
    <name>RecordedList</name>
    <message>
        <source>No pictures or sounds yet</source>
        <translation>Ingen bilder eller lyder ennå</translation>
    </message>
    <message>
        <source>What is taken or recorded in a visit is here once kept.</source>
        <translation>Det som tas eller tas opp i en konsultasjon, ligger her når det er lagret.</translation>
    </message>
    <message>
        <source>Picture, {when}, {size}</source>
        <translation>Bilde, {when}, {size}</translation>
    </message>
    <message>
        <source>Sound, {when}, {length}</source>
        <translation>Lyd, {when}, {length}</translation>
    </message>
    <message>
        <source>Stethoscope, {seconds} s</source>
        <translation>Stetoskop, {seconds} s</translation>
    </message>
    <message>
        <source>with gaps</source>
        <translation>med opphold</translation>
    </message>
</context>
<context>
    <name>RecordingsPane</name>
    <message>
        <source>Pictures and sounds</source>
        <translation>Bilder og lyder</translation>
    </message>
    <message>
        <source>{count} of {all} taken</source>
        <translation>{count} av {all} tatt</translation>
    </message>
</context>
<context>
    <name>ReferralListScreen</name>
    <message>
        <source>Referrals</source>
        <translation>Henvisninger</translation>
    </message>
    <message>
        <source>New referral</source>
        <translation>Ny henvisning</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistikk</translation>
    </message>
    <message>
        <source>To answer</source>
        <translation>Skal besvares</translation>
    </message>
    <message>
        <source>Nothing waits for an answer</source>
        <translation>Ingenting venter på svar</translation>
    </message>
    <message>
        <source>You see a number on Referrals when something comes.</source>
        <translation>Du ser et tall ved Henvisninger når noe kommer.</translation>
    </message>
    <message>
        <source>To allocate</source>
        <translation>Skal fordeles</translation>
    </message>
    <message>
        <source>Nothing waits to be allocated</source>
        <translation>Ingenting venter på å bli fordelt</translation>
    </message>
    <message>
        <source>Allocated by you</source>
        <translation>Fordelt av deg</translation>
    </message>
    <message>
        <source>Sent by you</source>
        <translation>Sendt av deg</translation>
    </message>
    <message>
        <source>Nothing sent yet</source>
        <translation>Ingenting sendt ennå</translation>
    </message>
    <message>
        <source>A new referral starts with the button above.</source>
        <translation>En ny henvisning begynner med knappen over.</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Utkast</translation>
    </message>
    <message>
        <source>No name yet</source>
        <translation>Uten navn ennå</translation>
    </message>
    <message>
        <source>Given to somebody else</source>
        <translation>Gitt til en annen</translation>
    </message>
    <message>
        <source>Given to you</source>
        <translation>Gitt deg</translation>
    </message>
    <message>
        <source>{sent} of {total} MB</source>
        <translation>{sent} av {total} MB</translation>
    </message>
    <message>
        <source>Kept here. Goes out when you are on line.</source>
        <translation>Tas vare på her. Sendes når du er på nett.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Prøv nå</translation>
    </message>
    <message>
        <source>On its way. Goes on by itself.</source>
        <translation>På vei. Fortsetter av seg selv.</translation>
    </message>
    <message>
        <source>Something came that could not be verified. It is not shown.</source>
        <translation>Det kom noe som ikke kunne bekreftes. Det vises ikke.</translation>
    </message>
    <message>
        <source>It arrived {when}. Ask the sender to send it again.</source>
        <translation>Det kom {when}. Be avsenderen om å sende det på nytt.</translation>
    </message>
</context>
<context>
    <name>Referrals</name>
    <message>
        <source>Dermatology</source>
        <translation>Hudsykdommer</translation>
    </message>
    <message>
        <source>Ear, nose and throat</source>
        <translation>Øre, nese og hals</translation>
    </message>
    <message>
        <source>Heart and lung sounds</source>
        <translation>Hjerte- og lungelyder</translation>
    </message>
    <message>
        <source>Back of the eye</source>
        <translation>Øyebunn</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Område</translation>
    </message>
    <message>
        <source>With a landmark</source>
        <translation>Med kjennemerke</translation>
    </message>
    <message>
        <source>Close-up</source>
        <translation>Nærbilde</translation>
    </message>
    <message>
        <source>From an angle</source>
        <translation>Fra siden</translation>
    </message>
    <message>
        <source>Right eye</source>
        <translation>Høyre øye</translation>
    </message>
    <message>
        <source>Left eye</source>
        <translation>Venstre øye</translation>
    </message>
    <message>
        <source>Right ear</source>
        <translation>Høyre øre</translation>
    </message>
    <message>
        <source>Left ear</source>
        <translation>Venstre øre</translation>
    </message>
    <message>
        <source>Throat</source>
        <translation>Hals</translation>
    </message>
    <message>
        <source>Aortic</source>
        <translation>Aorta</translation>
    </message>
    <message>
        <source>Pulmonic</source>
        <translation>Pulmonal</translation>
    </message>
    <message>
        <source>Tricuspid</source>
        <translation>Trikuspidal</translation>
    </message>
    <message>
        <source>Mitral</source>
        <translation>Mitral</translation>
    </message>
    <message>
        <source>Lungs</source>
        <translation>Lunger</translation>
    </message>
    <message>
        <source>Another picture or sound</source>
        <translation>Et annet bilde eller lydopptak</translation>
    </message>
    <message>
        <source>The whole region, from a metre away</source>
        <translation>Hele området, fra en meters avstand</translation>
    </message>
    <message>
        <source>With a knee, an ear or the navel in view</source>
        <translation>Med et kne, et øre eller navlen i bildet</translation>
    </message>
    <message>
        <source>As near as it stays sharp, with a ruler beside</source>
        <translation>Så nært det er skarpt, med linjal ved siden av</translation>
    </message>
    <message>
        <source>From the side, to show what is raised</source>
        <translation>Fra siden, for å vise det som er hevet</translation>
    </message>
    <message>
        <source>Optic disc and macula in view</source>
        <translation>Synsnervehodet og makula i bildet</translation>
    </message>
    <message>
        <source>The whole eardrum, wax removed</source>
        <translation>Hele trommehinnen, voks fjernet</translation>
    </message>
    <message>
        <source>Both tonsils and the palate</source>
        <translation>Begge mandler og ganen</translation>
    </message>
    <message>
        <source>Second space between the ribs, right of the breastbone</source>
        <translation>Andre ribbeinsmellomrom, til høyre for brystbeinet</translation>
    </message>
    <message>
        <source>Second space between the ribs, left of the breastbone</source>
        <translation>Andre ribbeinsmellomrom, til venstre for brystbeinet</translation>
    </message>
    <message>
        <source>Fourth space, at the left edge of the breastbone</source>
        <translation>Fjerde mellomrom, ved venstre kant av brystbeinet</translation>
    </message>
    <message>
        <source>Fifth space, in the line below the middle of the collar bone</source>
        <translation>Femte mellomrom, i linjen under midten av kragebeinet</translation>
    </message>
    <message>
        <source>Where it is heard; deep breaths with an open mouth</source>
        <translation>Der det høres; dype pust med åpen munn</translation>
    </message>
    <message>
        <source>Grows</source>
        <translation>Vokser</translation>
    </message>
    <message>
        <source>Itches</source>
        <translation>Klør</translation>
    </message>
    <message>
        <source>Bleeds</source>
        <translation>Blør</translation>
    </message>
    <message>
        <source>Painful</source>
        <translation>Smertefullt</translation>
    </message>
    <message>
        <source>Scab</source>
        <translation>Skorpe</translation>
    </message>
    <message>
        <source>Same day</source>
        <translation>Samme dag</translation>
    </message>
    <message>
        <source>3 days</source>
        <translation>3 dager</translation>
    </message>
    <message>
        <source>10 days</source>
        <translation>10 dager</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Utkast</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>På vei</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Sendt</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Mottatt</translation>
    </message>
    <message>
        <source>With a specialist</source>
        <translation>Hos en spesialist</translation>
    </message>
    <message>
        <source>Being reviewed</source>
        <translation>Vurderes</translation>
    </message>
    <message>
        <source>More wanted</source>
        <translation>Ber om mer</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Besvart</translation>
    </message>
    <message>
        <source>Answer read</source>
        <translation>Svar lest</translation>
    </message>
    <message>
        <source>Outcome told</source>
        <translation>Utfall meldt</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>God</translation>
    </message>
    <message>
        <source>Limited</source>
        <translation>Begrenset</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>Ikke brukbart</translation>
    </message>
    <message>
        <source>Certain</source>
        <translation>Sikker</translation>
    </message>
    <message>
        <source>Probable</source>
        <translation>Sannsynlig</translation>
    </message>
    <message>
        <source>Possible</source>
        <translation>Mulig</translation>
    </message>
    <message>
        <source>Treat at the GP</source>
        <translation>Behandles hos fastlegen</translation>
    </message>
    <message>
        <source>Send more</source>
        <translation>Send mer</translation>
    </message>
    <message>
        <source>Video visit</source>
        <translation>Videokonsultasjon</translation>
    </message>
    <message>
        <source>Refer in person</source>
        <translation>Henvis til oppmøte</translation>
    </message>
    <message>
        <source>Admit now</source>
        <translation>Legg inn nå</translation>
    </message>
    <message>
        <source>Not decided yet</source>
        <translation>Ikke besluttet ennå</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Se på nytt</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Uskarpt</translation>
    </message>
    <message>
        <source>Too dark</source>
        <translation>For mørkt</translation>
    </message>
    <message>
        <source>Too bright</source>
        <translation>For lyst</translation>
    </message>
    <message>
        <source>Too small</source>
        <translation>For lite</translation>
    </message>
    <message>
        <source>No scale</source>
        <translation>Ingen målestokk</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Stille</translation>
    </message>
    <message>
        <source>Too loud</source>
        <translation>For høyt</translation>
    </message>
    <message>
        <source>Contact noise</source>
        <translation>Skrapelyd</translation>
    </message>
    <message>
        <source>Too short</source>
        <translation>For kort</translation>
    </message>
    <message>
        <source>Rest your elbow and hold still, 30 cm away</source>
        <translation>Støtt albuen og hold i ro, 30 cm unna</translation>
    </message>
    <message>
        <source>Turn towards a window or a lamp</source>
        <translation>Vend mot et vindu eller en lampe</translation>
    </message>
    <message>
        <source>Turn away from the lamp</source>
        <translation>Vend bort fra lampen</translation>
    </message>
    <message>
        <source>Use the camera&apos;s full size, at least 800 by 600</source>
        <translation>Bruk kameraets fulle størrelse, minst 800 ganger 600</translation>
    </message>
    <message>
        <source>Lay a ruler beside it</source>
        <translation>Legg en linjal ved siden av</translation>
    </message>
    <message>
        <source>Check that the stethoscope is connected</source>
        <translation>Sjekk at stetoskopet er tilkoblet</translation>
    </message>
    <message>
        <source>Turn the input down</source>
        <translation>Skru ned inngangsnivået</translation>
    </message>
    <message>
        <source>Hold the stethoscope still on the skin</source>
        <translation>Hold stetoskopet i ro mot huden</translation>
    </message>
    <message>
        <source>Record 10 to 20 seconds</source>
        <translation>Ta opp 10 til 20 sekunder</translation>
    </message>
    <message>
        <source>The server&apos;s disk is full. Everything is kept here and goes out by itself when there is room. Tell your administrator.</source>
        <translation>Disken på tjeneren er full. Alt ligger trygt her og går av seg selv når det er plass. Si fra til administratoren.</translation>
    </message>
    <message>
        <source>Your share of the server&apos;s disk is used up. Everything is kept here and goes out by itself when there is room. Ask your administrator for more.</source>
        <translation>Din andel av disken på tjeneren er brukt opp. Alt ligger trygt her og går av seg selv når det er plass. Be administratoren om mer.</translation>
    </message>
    <message>
        <source>This computer no longer has access. Everything is kept here. Ask your administrator.</source>
        <translation>Denne maskinen har ikke lenger tilgang. Alt ligger trygt her. Spør administratoren.</translation>
    </message>
    <message>
        <source>The recipient no longer has access, so it was not sent. Choose somebody else and send it again.</source>
        <translation>Mottakeren har ikke lenger tilgang, så den ble ikke sendt. Velg en annen og send den på nytt.</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong, so it was not sent. It is kept here. Set date and time right and send it again.</source>
        <translation>Klokken på denne maskinen er feil, så den ble ikke sendt. Den ligger trygt her. Still dato og tid og send den på nytt.</translation>
    </message>
    <message>
        <source>Files on this computer were damaged or removed before all were sent. The text is kept here. Look at the recordings and send it again.</source>
        <translation>Filer på denne maskinen ble skadet eller fjernet før alt var sendt. Teksten ligger trygt her. Se over opptakene og send den på nytt.</translation>
    </message>
    <message>
        <source>This computer&apos;s disk is full, so what lies on the server cannot come in. It stays there and comes by itself when you have freed some space.</source>
        <translation>Disken på denne maskinen er full, så det som ligger på tjeneren, kan ikke komme inn. Det blir liggende der og kommer av seg selv når du har frigjort plass.</translation>
    </message>
    <message>
        <source>The sender has added something for the one who had it before. Allocate it again, so that it reaches the one who has it now.</source>
        <translation>Avsenderen har lagt til noe for den som hadde den før. Fordel den på nytt, så det når den som har den nå.</translation>
    </message>
    <message>
        <source>The server does not take it. It is kept here. Try again, and tell your administrator if it stays so.</source>
        <translation>Tjeneren tar ikke imot den. Den ligger trygt her. Prøv igjen, og si fra til administratoren hvis det fortsetter.</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>under ett minutt igjen</translation>
    </message>
    <message>
        <source>about {n} min left</source>
        <translation>omtrent {n} min igjen</translation>
    </message>
    <message>
        <source>about {n} h left</source>
        <translation>omtrent {n} t igjen</translation>
    </message>
    <message>
        <source>Answer {overdue}</source>
        <translation>Svaret er {overdue}</translation>
    </message>
    <message>
        <source>Answer due in {days} d {hours} h</source>
        <translation>Svarfrist om {days} d {hours} t</translation>
    </message>
    <message>
        <source>Answer due in {hours} h {minutes} min</source>
        <translation>Svarfrist om {hours} t {minutes} min</translation>
    </message>
    <message>
        <source>right</source>
        <translation>høyre</translation>
    </message>
    <message>
        <source>left</source>
        <translation>venstre</translation>
    </message>
    <message>
        <source>front</source>
        <translation>foran</translation>
    </message>
    <message>
        <source>back</source>
        <translation>bak</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Hode</translation>
    </message>
    <message>
        <source>Neck</source>
        <translation>Hals eller nakke</translation>
    </message>
    <message>
        <source>Chest or upper back</source>
        <translation>Bryst eller øvre rygg</translation>
    </message>
    <message>
        <source>Belly or lower back</source>
        <translation>Mage eller nedre rygg</translation>
    </message>
    <message>
        <source>Groin or buttock</source>
        <translation>Lyske eller sete</translation>
    </message>
    <message>
        <source>Upper arm</source>
        <translation>Overarm</translation>
    </message>
    <message>
        <source>Forearm</source>
        <translation>Underarm</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>Hånd</translation>
    </message>
    <message>
        <source>Thigh</source>
        <translation>Lår</translation>
    </message>
    <message>
        <source>Knee</source>
        <translation>Kne</translation>
    </message>
    <message>
        <source>Lower leg</source>
        <translation>Legg</translation>
    </message>
    <message>
        <source>Foot</source>
        <translation>Fot</translation>
    </message>
    <message>
        <source>Treatment tried</source>
        <translation>Forsøkt behandling</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Side</translation>
    </message>
    <message>
        <source>Taken with</source>
        <translation>Tatt med</translation>
    </message>
    <message>
        <source>Posture of the patient</source>
        <translation>Pasientens stilling</translation>
    </message>
    <message>
        <source>Filter of the stethoscope</source>
        <translation>Stetoskopets filter</translation>
    </message>
    <message>
        <source>Make of the stethoscope</source>
        <translation>Stetoskopets merke</translation>
    </message>
    <message>
        <source>Pupils widened with drops</source>
        <translation>Pupillene utvidet med dråper</translation>
    </message>
    <message>
        <source>Diabetes</source>
        <translation>Diabetes</translation>
    </message>
    <message>
        <source>Years with diabetes</source>
        <translation>År med diabetes</translation>
    </message>
    <message>
        <source>HbA1c in mmol/mol</source>
        <translation>HbA1c i mmol/mol</translation>
    </message>
    <message>
        <source>Visual acuity, right eye</source>
        <translation>Synsstyrke, høyre øye</translation>
    </message>
    <message>
        <source>Visual acuity, left eye</source>
        <translation>Synsstyrke, venstre øye</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>Blodtrykk</translation>
    </message>
    <message>
        <source>Earlier grade of retinopathy</source>
        <translation>Tidligere grad av retinopati</translation>
    </message>
    <message>
        <source>What to do with the skin change</source>
        <translation>Hva som skal gjøres med hudforandringen</translation>
    </message>
    <message>
        <source>Right eardrum</source>
        <translation>Høyre trommehinne</translation>
    </message>
    <message>
        <source>Left eardrum</source>
        <translation>Venstre trommehinne</translation>
    </message>
    <message>
        <source>Heart sounds</source>
        <translation>Hjertelyder</translation>
    </message>
    <message>
        <source>Lung sounds</source>
        <translation>Lungelyder</translation>
    </message>
    <message>
        <source>Right eye can be graded</source>
        <translation>Høyre øye kan graderes</translation>
    </message>
    <message>
        <source>Retinopathy, right eye (ICDR)</source>
        <translation>Retinopati, høyre øye (ICDR)</translation>
    </message>
    <message>
        <source>Macular oedema, right eye</source>
        <translation>Makulaødem, høyre øye</translation>
    </message>
    <message>
        <source>Left eye can be graded</source>
        <translation>Venstre øye kan graderes</translation>
    </message>
    <message>
        <source>Retinopathy, left eye (ICDR)</source>
        <translation>Retinopati, venstre øye (ICDR)</translation>
    </message>
    <message>
        <source>Macular oedema, left eye</source>
        <translation>Makulaødem, venstre øye</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Høyre</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Venstre</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Begge</translation>
    </message>
    <message>
        <source>In the middle</source>
        <translation>I midten</translation>
    </message>
    <message>
        <source>Video otoscope</source>
        <translation>Videootoskop</translation>
    </message>
    <message>
        <source>Endoscope</source>
        <translation>Endoskop</translation>
    </message>
    <message>
        <source>Phone on an otoscope</source>
        <translation>Telefon på otoskop</translation>
    </message>
    <message>
        <source>Benign</source>
        <translation>Godartet</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Følg med</translation>
    </message>
    <message>
        <source>Treat</source>
        <translation>Behandle</translation>
    </message>
    <message>
        <source>Excise or refer</source>
        <translation>Fjern eller henvis</translation>
    </message>
    <message>
        <source>Fluid behind it</source>
        <translation>Væske bak den</translation>
    </message>
    <message>
        <source>Acute infection</source>
        <translation>Akutt betennelse</translation>
    </message>
    <message>
        <source>Hole</source>
        <translation>Hull</translation>
    </message>
    <message>
        <source>Drawn in</source>
        <translation>Inntrukket</translation>
    </message>
    <message>
        <source>Hidden by wax</source>
        <translation>Skjult av voks</translation>
    </message>
    <message>
        <source>Tonsillitis</source>
        <translation>Tonsillitt</translation>
    </message>
    <message>
        <source>Innocent murmur</source>
        <translation>Uskyldig bilyd</translation>
    </message>
    <message>
        <source>Murmur, to be examined</source>
        <translation>Bilyd som bør undersøkes</translation>
    </message>
    <message>
        <source>Wheeze</source>
        <translation>Pipelyder</translation>
    </message>
    <message>
        <source>Crackles</source>
        <translation>Knatrelyder</translation>
    </message>
    <message>
        <source>Mild (microaneurysms only)</source>
        <translation>Mild (bare mikroaneurismer)</translation>
    </message>
    <message>
        <source>Severe (4-2-1 rule)</source>
        <translation>Alvorlig (4-2-1-regelen)</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Noe annet</translation>
    </message>
    <message>
        <source>Sitting</source>
        <translation>Sittende</translation>
    </message>
    <message>
        <source>Lying on the back</source>
        <translation>Liggende på ryggen</translation>
    </message>
    <message>
        <source>Lying on the left side</source>
        <translation>Liggende på venstre side</translation>
    </message>
    <message>
        <source>Sitting, leaning forward</source>
        <translation>Sittende, fremoverbøyd</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>Stående</translation>
    </message>
    <message>
        <source>Unfiltered</source>
        <translation>Ufiltrert</translation>
    </message>
    <message>
        <source>Bell</source>
        <translation>Klokke</translation>
    </message>
    <message>
        <source>Diaphragm</source>
        <translation>Membran</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Ikke kjent</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>Type 1</source>
        <translation>Type 1</translation>
    </message>
    <message>
        <source>Type 2</source>
        <translation>Type 2</translation>
    </message>
    <message>
        <source>In pregnancy</source>
        <translation>I svangerskap</translation>
    </message>
    <message>
        <source>Another type</source>
        <translation>En annen type</translation>
    </message>
    <message>
        <source>No diabetes</source>
        <translation>Ikke diabetes</translation>
    </message>
    <message>
        <source>No retinopathy</source>
        <translation>Ingen retinopati</translation>
    </message>
    <message>
        <source>Mild</source>
        <translation>Mild</translation>
    </message>
    <message>
        <source>Moderate</source>
        <translation>Moderat</translation>
    </message>
    <message>
        <source>Severe</source>
        <translation>Alvorlig</translation>
    </message>
    <message>
        <source>Proliferative</source>
        <translation>Proliferativ</translation>
    </message>
    <message>
        <source>Cannot be told</source>
        <translation>Kan ikke avgjøres</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Ikke sendt</translation>
    </message>
    <message>
        <source>Choose one.</source>
        <translation>Velg ett.</translation>
    </message>
    <message>
        <source>Write a number from {least} to {most}.</source>
        <translation>Skriv et tall fra {least} til {most}.</translation>
    </message>
    <message>
        <source>Write it in a few words.</source>
        <translation>Skriv det med få ord.</translation>
    </message>
</context>
<context>
    <name>ReferralsFlow</name>
    <message>
        <source>On its way. Goes on by itself.</source>
        <translation>På vei. Fortsetter av seg selv.</translation>
    </message>
</context>
<context>
    <name>ReplyPanel</name>
    <message>
        <source>Saved {time}</source>
        <translation>Lagret {time}</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Svar</translation>
    </message>
    <message>
        <source>Quality of what was sent</source>
        <translation>Kvaliteten på det som ble sendt</translation>
    </message>
    <message>
        <source>Assessment</source>
        <translation>Vurdering</translation>
    </message>
    <message>
        <source>How certain</source>
        <translation>Hvor sikkert</translation>
    </message>
    <message>
        <source>Treatment and follow-up</source>
        <translation>Behandling og oppfølging</translation>
    </message>
    <message>
        <source>Follow-up on</source>
        <translation>Oppfølging den</translation>
    </message>
    <message>
        <source>The sender is asked then how it went.</source>
        <translation>Avsenderen blir da spurt hvordan det gikk.</translation>
    </message>
    <message>
        <source>To the patient, in plain words</source>
        <translation>Til pasienten, med enkle ord</translation>
    </message>
    <message>
        <source>Sign and send</source>
        <translation>Signer og send</translation>
    </message>
    <message>
        <source>Write day, month and year, like 24.11.2026.</source>
        <translation>Skriv dag, måned og år, som 24.11.2026.</translation>
    </message>
    <message>
        <source>The assessment is still open</source>
        <translation>Vurderingen gjenstår</translation>
    </message>
    <message>
        <source>A finding has no words yet</source>
        <translation>Et funn mangler ord</translation>
    </message>
    <message>
        <source>Being signed and sent …</source>
        <translation>Signeres og sendes …</translation>
    </message>
    <message>
        <source>Locked and sealed when you sign</source>
        <translation>Låses og forsegles når du signerer</translation>
    </message>
</context>
<context>
    <name>ReviewFlow</name>
    <message>
        <source>The answer is signed and on its way.</source>
        <translation>Svaret er signert og på vei.</translation>
    </message>
    <message>
        <source>The answer is on its way. The visit is planned for {when}.</source>
        <translation>Svaret er på vei. Konsultasjonen er planlagt til {when}.</translation>
    </message>
    <message>
        <source>Referral: {question}</source>
        <translation>Henvisning: {question}</translation>
    </message>
    <message>
        <source>The answer is on its way. A video visit with this patient still stands.</source>
        <translation>Svaret er på vei. En videokonsultasjon med denne pasienten står fortsatt.</translation>
    </message>
    <message>
        <source>You find it under Today. Cancel it there if it is not wanted any more.</source>
        <translation>Du finner den under I dag. Avlys den der hvis den ikke trengs lenger.</translation>
    </message>
    <message>
        <source>The specialist is told how it went.</source>
        <translation>Spesialisten får vite hvordan det gikk.</translation>
    </message>
</context>
<context>
    <name>ReviewScreen</name>
    <message>
        <source>Pictures and sounds</source>
        <translation>Bilder og lyd</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Neste</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Forrige</translation>
    </message>
</context>
<context>
    <name>ReviewStage</name>
    <message>
        <source>This file cannot be opened safely</source>
        <translation>Denne filen kan ikke åpnes trygt</translation>
    </message>
    <message>
        <source>Opening …</source>
        <translation>Åpner …</translation>
    </message>
    <message>
        <source>It is checked and decoded safely.</source>
        <translation>Den kontrolleres og dekodes trygt.</translation>
    </message>
</context>
<context>
    <name>ReviewTop</name>
    <message>
        <source>From {name}, {unit}</source>
        <translation>Fra {name}, {unit}</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Svar</translation>
    </message>
    <message>
        <source>Allocated to you by {name}</source>
        <translation>Fordelt til deg av {name}</translation>
    </message>
    <message>
        <source>Who answers?</source>
        <translation>Hvem svarer?</translation>
    </message>
    <message>
        <source>Ask another specialist</source>
        <translation>Spør en spesialist til</translation>
    </message>
    <message>
        <source>Back to the referrals</source>
        <translation>Tilbake til henvisningene</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Patient</source>
        <translation>Pasient</translation>
    </message>
    <message>
        <source>Psychiatrist</source>
        <translation>Psykiater</translation>
    </message>
    <message>
        <source>Psychologist</source>
        <translation>Psykolog</translation>
    </message>
    <message>
        <source>Psychiatric nurse</source>
        <translation>Psykiatrisk sykepleier</translation>
    </message>
    <message>
        <source>GP</source>
        <translation>Fastlege</translation>
    </message>
    <message>
        <source>Dermatologist</source>
        <translation>Hudlege</translation>
    </message>
    <message>
        <source>Ophthalmologist</source>
        <translation>Øyelege</translation>
    </message>
    <message>
        <source>Cardiologist</source>
        <translation>Kardiolog</translation>
    </message>
    <message>
        <source>ENT specialist</source>
        <translation>ØNH-lege</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Tolk</translation>
    </message>
    <message>
        <source>Next of kin</source>
        <translation>Pårørende</translation>
    </message>
    <message>
        <source>Nurse</source>
        <translation>Sykepleier</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Lege</translation>
    </message>
</context>
<context>
    <name>Safety</name>
    <message>
        <source>You, introduced</source>
        <translation>Du, presentert</translation>
    </message>
    <message>
        <source>Have you said your name, role and workplace?</source>
        <translation>Har du sagt navn, rolle og arbeidssted?</translation>
    </message>
    <message>
        <source>that you introduced yourself</source>
        <translation>at du har presentert deg</translation>
    </message>
    <message>
        <source>Name, role and workplace said</source>
        <translation>Navn, rolle og arbeidssted sagt</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identitet</translation>
    </message>
    <message>
        <source>How was the patient&apos;s identity checked?</source>
        <translation>Hvordan ble pasientens identitet kontrollert?</translation>
    </message>
    <message>
        <source>the patient&apos;s identity</source>
        <translation>pasientens identitet</translation>
    </message>
    <message>
        <source>eID, read back</source>
        <translation>eID, lest tilbake</translation>
    </message>
    <message>
        <source>Photo ID shown</source>
        <translation>Legitimasjon med bilde vist</translation>
    </message>
    <message>
        <source>Known to me, read back</source>
        <translation>Kjent for meg, lest tilbake</translation>
    </message>
    <message>
        <source>Place now</source>
        <translation>Sted nå</translation>
    </message>
    <message>
        <source>Where is the patient now? Address and municipality</source>
        <translation>Hvor er pasienten nå? Adresse og kommune</translation>
    </message>
    <message>
        <source>where the patient is</source>
        <translation>hvor pasienten er</translation>
    </message>
    <message>
        <source>Phone to ring back</source>
        <translation>Telefon vi kan ringe</translation>
    </message>
    <message>
        <source>Which phone can reach the patient now?</source>
        <translation>Hvilken telefon når pasienten nå?</translation>
    </message>
    <message>
        <source>a phone to ring back</source>
        <translation>en telefon vi kan ringe</translation>
    </message>
    <message>
        <source>Support person</source>
        <translation>Støtteperson</translation>
    </message>
    <message>
        <source>Name, relation, phone, and may they be rung?</source>
        <translation>Navn, relasjon, telefon, og kan vi ringe?</translation>
    </message>
    <message>
        <source>a support person</source>
        <translation>en støtteperson</translation>
    </message>
    <message>
        <source>Declined by the patient</source>
        <translation>Pasienten ønsker det ikke</translation>
    </message>
    <message>
        <source>Local emergency help</source>
        <translation>Lokal nødhjelp</translation>
    </message>
    <message>
        <source>Which emergency numbers hold where the patient is?</source>
        <translation>Hvilke nødnumre gjelder der pasienten er?</translation>
    </message>
    <message>
        <source>local emergency numbers</source>
        <translation>lokale nødnumre</translation>
    </message>
    <message>
        <source>Who is present</source>
        <translation>Hvem er til stede</translation>
    </message>
    <message>
        <source>Who is present on both sides, with their role?</source>
        <translation>Hvem er til stede på begge sider, og i hvilken rolle?</translation>
    </message>
    <message>
        <source>who is present</source>
        <translation>hvem som er til stede</translation>
    </message>
    <message>
        <source>Nobody else on either side</source>
        <translation>Ingen andre på noen av sidene</translation>
    </message>
    <message>
        <source>Private and safe</source>
        <translation>Uforstyrret og trygt</translation>
    </message>
    <message>
        <source>Is the place private and safe? Not driving?</source>
        <translation>Er stedet uforstyrret og trygt? Kjører ikke?</translation>
    </message>
    <message>
        <source>that the place is private and safe</source>
        <translation>at stedet er uforstyrret og trygt</translation>
    </message>
    <message>
        <source>Alone, at home</source>
        <translation>Alene, hjemme</translation>
    </message>
    <message>
        <source>Private room, not driving</source>
        <translation>Eget rom, kjører ikke</translation>
    </message>
    <message>
        <source>Agrees to video</source>
        <translation>Ja til video</translation>
    </message>
    <message>
        <source>Is the patient informed, and agrees to video without recording?</source>
        <translation>Er pasienten informert, og enig i video uten opptak?</translation>
    </message>
    <message>
        <source>that the patient agrees to video</source>
        <translation>at pasienten sier ja til video</translation>
    </message>
    <message>
        <source>Informed, agrees, no recording</source>
        <translation>Informert, sier ja, ikke opptak</translation>
    </message>
    <message>
        <source>If the call breaks</source>
        <translation>Hvis samtalen brytes</translation>
    </message>
    <message>
        <source>Who rings whom if the call breaks, and after how long?</source>
        <translation>Hvem ringer hvem hvis samtalen brytes, og etter hvor lenge?</translation>
    </message>
    <message>
        <source>who rings if the call breaks</source>
        <translation>hvem som ringer hvis samtalen brytes</translation>
    </message>
    <message>
        <source>I ring the patient after 2 minutes</source>
        <translation>Jeg ringer pasienten etter 2 minutter</translation>
    </message>
    <message>
        <source>Suitable for video</source>
        <translation>Egnet for video</translation>
    </message>
    <message>
        <source>Is video suitable today?</source>
        <translation>Egner video seg i dag?</translation>
    </message>
    <message>
        <source>whether video is suitable today</source>
        <translation>om video egner seg i dag</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No, goes on by phone</source>
        <translation>Nei, fortsetter på telefon</translation>
    </message>
    <message>
        <source>No, meets in person</source>
        <translation>Nei, møtes på stedet</translation>
    </message>
    <message>
        <source>Language, interpreter</source>
        <translation>Språk, tolk</translation>
    </message>
    <message>
        <source>Which language? Is an interpreter needed?</source>
        <translation>Hvilket språk? Trengs tolk?</translation>
    </message>
    <message>
        <source>the language</source>
        <translation>språket</translation>
    </message>
    <message>
        <source>Norwegian, no interpreter</source>
        <translation>Norsk, ikke tolk</translation>
    </message>
</context>
<context>
    <name>SafetyCell</name>
    <message>
        <source>Not obtained: {reason}</source>
        <translation>Ikke innhentet: {reason}</translation>
    </message>
    <message>
        <source>Ask now</source>
        <translation>Spør nå</translation>
    </message>
    <message>
        <source>When needed</source>
        <translation>Ved behov</translation>
    </message>
</context>
<context>
    <name>SafetyFlow</name>
    <message>
        <source>Save as PDF</source>
        <translation>Lagre som PDF</translation>
    </message>
    <message>
        <source>Documents (*.pdf)</source>
        <translation>Dokumenter (*.pdf)</translation>
    </message>
    <message>
        <source>Draft of {day}, not signed</source>
        <translation>Utkast fra {day}, ikke signert</translation>
    </message>
    <message>
        <source>Saved as {name}. Vidda no longer protects what is in this file.</source>
        <translation>Lagret som {name}. Vidda beskytter ikke lenger det som står i denne filen.</translation>
    </message>
</context>
<context>
    <name>SafetyForm</name>
    <message>
        <source>Write why it was not obtained.</source>
        <translation>Skriv hvorfor det ikke er innhentet.</translation>
    </message>
    <message>
        <source>Write the answer, or tick “Not obtained” and say why.</source>
        <translation>Skriv svaret, eller kryss av for «Ikke innhentet» og si hvorfor.</translation>
    </message>
    <message>
        <source>{question} Why not?</source>
        <translation>{question} Hvorfor ikke?</translation>
    </message>
    <message>
        <source>Not obtained, reason</source>
        <translation>Ikke innhentet, grunn</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Lagre</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
</context>
<context>
    <name>SafetyPage</name>
    <message>
        <source>What was signed does not match its signature.</source>
        <translation>Det som er signert, stemmer ikke med signaturen.</translation>
    </message>
    <message>
        <source>It is not shown, and nothing can be signed after it. Drafts are saved and can be printed. Tell whoever runs Vidda at your organisation.</source>
        <translation>Det vises ikke, og ingenting kan signeres etter det. Utkast lagres og kan skrives ut. Si fra til den som driver Vidda hos dere.</translation>
    </message>
    <message>
        <source>High by the screener&apos;s rule</source>
        <translation>Høy etter skjemaets regel</translation>
    </message>
    <message>
        <source>Signed {day}. It stands until later answers are signed.</source>
        <translation>Signert {day}. Det gjelder til senere svar er signert.</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Akutt</translation>
    </message>
</context>
<context>
    <name>SafetyPlan</name>
    <message>
        <source>Warning signs</source>
        <translation>Varselsignaler</translation>
    </message>
    <message>
        <source>What I can do by myself</source>
        <translation>Hva jeg kan gjøre selv</translation>
    </message>
    <message>
        <source>People and places that distract me</source>
        <translation>Mennesker og steder som gir meg annet å tenke på</translation>
    </message>
    <message>
        <source>People I can ask for help</source>
        <translation>Mennesker jeg kan be om hjelp</translation>
    </message>
    <message>
        <source>Professionals and emergency numbers</source>
        <translation>Fagfolk og nødnumre</translation>
    </message>
    <message>
        <source>Making my surroundings safer</source>
        <translation>Gjøre omgivelsene tryggere</translation>
    </message>
    <message>
        <source>Thoughts, moods, situations that tell that a crisis may be coming</source>
        <translation>Tanker, følelser og situasjoner som varsler at en krise kan komme</translation>
    </message>
    <message>
        <source>What takes the mind off it without anybody else&apos;s help</source>
        <translation>Det som gir annet å tenke på, uten hjelp av andre</translation>
    </message>
    <message>
        <source>Who and where, without talking of it</source>
        <translation>Hvem og hvor, uten å snakke om det</translation>
    </message>
    <message>
        <source>Whom to tell that it is a crisis</source>
        <translation>Hvem jeg kan si det til, at det er en krise</translation>
    </message>
    <message>
        <source>Who is on call, day and night</source>
        <translation>Hvem som kan nås, dag og natt</translation>
    </message>
    <message>
        <source>Means that are removed or locked away, and who helps with it</source>
        <translation>Midler som fjernes eller låses inn, og hvem som hjelper med det</translation>
    </message>
    <message>
        <source>Ambulance, danger to life</source>
        <translation>Ambulanse, fare for liv</translation>
    </message>
    <message>
        <source>Out-of-hours doctor, day and night</source>
        <translation>Legevakt, døgnet rundt</translation>
    </message>
    <message>
        <source>Mental Helse, helpline day and night</source>
        <translation>Mental Helse hjelpetelefon, døgnet rundt</translation>
    </message>
    <message>
        <source>Version {number}, signed {day} {time} by {name}</source>
        <translation>Versjon {number}, signert {day} {time} av {name}</translation>
    </message>
    <message>
        <source>My safety plan</source>
        <translation>Min sikkerhetsplan</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>Side {page} av {pages}</translation>
    </message>
</context>
<context>
    <name>SafetyStrip</name>
    <message>
        <source>Session start</source>
        <translation>Ved oppstart</translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation>{count} igjen</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Fullstendig</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Vis</translation>
    </message>
    <message>
        <source>Fewer</source>
        <translation>Færre</translation>
    </message>
    <message>
        <source>All 12 fields</source>
        <translation>Alle 12 felt</translation>
    </message>
</context>
<context>
    <name>ScaleRow</name>
    <message>
        <source>This line is</source>
        <translation>Denne linjen er</translation>
    </message>
    <message>
        <source>Length of the line</source>
        <translation>Linjens lengde</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Enhet</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>disc diameters</source>
        <translation>papillediametre</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Sett</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Avbryt</translation>
    </message>
</context>
<context>
    <name>SecretEdit</name>
    <message>
        <source>Show what is written</source>
        <translation>Vis det som er skrevet</translation>
    </message>
    <message>
        <source>Hide what is written</source>
        <translation>Skjul det som er skrevet</translation>
    </message>
</context>
<context>
    <name>SectionEditor</name>
    <message>
        <source>Write here</source>
        <translation>Skriv her</translation>
    </message>
</context>
<context>
    <name>SettingsScreen</name>
    <message>
        <source>Settings</source>
        <translation>Innstillinger</translation>
    </message>
    <message>
        <source>Look and language</source>
        <translation>Utseende og språk</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Utstyr</translation>
    </message>
    <message>
        <source>About Vidda</source>
        <translation>Om Vidda</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tekststørrelse</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Språk</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farger</translation>
    </message>
    <message>
        <source>As on this computer</source>
        <translation>Som på denne datamaskinen</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Lys</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Mørk</translation>
    </message>
    <message>
        <source>Strong contrast</source>
        <translation>Sterk kontrast</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Mindre bevegelse</translation>
    </message>
    <message>
        <source>Nothing slides or grows</source>
        <translation>Ingenting glir eller vokser</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>See yourself</source>
        <translation>Se deg selv</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>Mikrofon</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Prøv den</translation>
    </message>
    <message>
        <source>Loudspeaker</source>
        <translation>Høyttaler</translation>
    </message>
    <message>
        <source>Play a tone</source>
        <translation>Spill av en tone</translation>
    </message>
    <message>
        <source>Loudspeaker for arrivals</source>
        <translation>Høyttaler for ankomster</translation>
    </message>
    <message>
        <source>Play the sound</source>
        <translation>Spill lyden</translation>
    </message>
    <message>
        <source>Only you see this. Nothing is recorded.</source>
        <translation>Bare du ser dette. Ingenting tas opp.</translation>
    </message>
    <message>
        <source>Vidda {version}</source>
        <translation>Vidda {version}</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later. Font: Inter (SIL Open Font License). Icons: Phosphor (MIT).</source>
        <translation>Fri programvare under GNU General Public License, versjon 3 eller senere. Skrift: Inter (SIL Open Font License). Ikoner: Phosphor (MIT).</translation>
    </message>
    <message>
        <source>We hear nothing from your microphone</source>
        <translation>Vi hører ingenting fra mikrofonen din</translation>
    </message>
    <message>
        <source>Say a few words.</source>
        <translation>Si noen ord.</translation>
    </message>
</context>
<context>
    <name>ShareCard</name>
    <message>
        <source>What do you want to show?</source>
        <translation>Hva vil du vise?</translation>
    </message>
    <message>
        <source>{name} sees all of it. Close what belongs to other patients first.</source>
        <translation>{name} ser alt i det du deler. Lukk først det som gjelder andre pasienter.</translation>
    </message>
    <message>
        <source>The other person</source>
        <translation>Den andre</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
    <message>
        <source>A screen or window</source>
        <translation>En skjerm eller et vindu</translation>
    </message>
    <message>
        <source>The whole screen, {size}</source>
        <translation>Hele skjermen, {size}</translation>
    </message>
    <message>
        <source>Screen {number}, {size}</source>
        <translation>Skjerm {number}, {size}</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>Sharing has ended: what you shared is closed.</source>
        <translation>Delingen er slutt: det du delte, er lukket.</translation>
    </message>
</context>
<context>
    <name>SharingBar</name>
    <message>
        <source>The other person</source>
        <translation>Den andre</translation>
    </message>
    <message>
        <source>You are sharing a window. {name} sees “{window}”.</source>
        <translation>Du deler et vindu. {name} ser «{window}».</translation>
    </message>
    <message>
        <source>You are sharing your screen. {name} sees all of it.</source>
        <translation>Du deler skjermen din. {name} ser alt på den.</translation>
    </message>
    <message>
        <source>Stop sharing</source>
        <translation>Slutt å dele</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Vidda recovery sheet</source>
        <translation>Gjenopprettingsark for Vidda</translation>
    </message>
    <message>
        <source>For</source>
        <translation>For</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Laget</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Kontroll</translation>
    </message>
    <message>
        <source>To use it: open Vidda, choose Recovery key, and write the groups.</source>
        <translation>Slik brukes det: åpne Vidda, velg Gjenopprettingsnøkkel, og skriv gruppene.</translation>
    </message>
    <message>
        <source>Anyone with this sheet and the computer can open the notes.</source>
        <translation>Den som har arket og datamaskinen, kan åpne notatene.</translation>
    </message>
    <message>
        <source>Keep on paper, not as a picture</source>
        <translation>Oppbevares på papir, ikke som bilde</translation>
    </message>
</context>
<context>
    <name>SheetPage</name>
    <message>
        <source>This differs from the sheet.</source>
        <translation>Dette er ulikt arket.</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Riktig</translation>
    </message>
    <message>
        <source>Write the two groups first, or do it later.</source>
        <translation>Skriv de to gruppene først, eller gjør det senere.</translation>
    </message>
    <message>
        <source>Print this sheet and keep it safe</source>
        <translation>Skriv ut arket og oppbevar det trygt</translation>
    </message>
    <message>
        <source>If this computer breaks, or you forget the passphrase, this sheet is the only way to your notes. Nobody else has a copy. Keep it locked away, on paper.</source>
        <translation>Hvis datamaskinen blir ødelagt, eller du glemmer passfrasen, er dette arket den eneste veien til notatene. Ingen andre har en kopi. Oppbevar det innelåst, på papir.</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Skriv ut</translation>
    </message>
    <message>
        <source>I have no printer</source>
        <translation>Jeg har ikke skriver</translation>
    </message>
    <message>
        <source>Write the nine groups on paper by hand. Do not take a picture of them.</source>
        <translation>Skriv de ni gruppene på papir for hånd. Ikke ta bilde av dem.</translation>
    </message>
    <message>
        <source>Check that you have it</source>
        <translation>Sjekk at du har det</translation>
    </message>
    <message>
        <source>Write two groups from the sheet.</source>
        <translation>Skriv to grupper fra arket.</translation>
    </message>
    <message>
        <source>Group {group}</source>
        <translation>Gruppe {group}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Gå videre</translation>
    </message>
    <message>
        <source>Go on without a sheet</source>
        <translation>Gå videre uten ark</translation>
    </message>
    <message>
        <source>The key is shown only this once. Without it, a forgotten passphrase can keep your notes here closed for good.</source>
        <translation>Nøkkelen vises bare denne ene gangen. Uten den kan en glemt passfrase gjøre at notatene her aldri kan åpnes igjen.</translation>
    </message>
</context>
<context>
    <name>SheetPicture</name>
    <message>
        <source>Recovery sheet. {groups}</source>
        <translation>Gjenopprettingsark. {groups}</translation>
    </message>
</context>
<context>
    <name>SlotCard</name>
    <message>
        <source>Choose a file, or drop it here</source>
        <translation>Velg en fil, eller slipp den her</translation>
    </message>
    <message>
        <source>Reason, then Enter</source>
        <translation>Grunn, og så Enter</translation>
    </message>
    <message>
        <source>Reason to keep it</source>
        <translation>Grunn til å lagre det likevel</translation>
    </message>
    <message>
        <source>Keep, with a reason</source>
        <translation>Lagre, med grunn</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Fjern</translation>
    </message>
    <message>
        <source>Not taken</source>
        <translation>Ikke tatt</translation>
    </message>
    <message>
        <source>From file</source>
        <translation>Fra fil</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>ikke tatt</translation>
    </message>
    <message>
        <source>Take another</source>
        <translation>Ta et nytt</translation>
    </message>
    <message>
        <source>Sound recording</source>
        <translation>Lydopptak</translation>
    </message>
    <message>
        <source>Record again</source>
        <translation>Ta opp på nytt</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Ta opp</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>Ta på nytt</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Kept: {reason}</source>
        <translation>Lagret likevel: {reason}</translation>
    </message>
    <message>
        <source>Another patient</source>
        <translation>En annen pasient</translation>
    </message>
    <message>
        <source>The file names another patient or birth date. Remove it, or correct these.</source>
        <translation>Filen oppgir en annen pasient eller fødselsdato. Fjern den, eller rett opplysningene.</translation>
    </message>
</context>
<context>
    <name>SoundCard</name>
    <message>
        <source>As it was recorded, without any loss. In a call use headphones, or the patient hears it too.</source>
        <translation>Slik den ble tatt opp, uten tap. Bruk hodetelefoner i en samtale, ellers hører pasienten den også.</translation>
    </message>
    <message>
        <source>The microphone fell silent {count} times. Do not count beats across it.</source>
        <translation>Mikrofonen ble stum {count} ganger. Ikke tell slag over oppholdene.</translation>
    </message>
    <message>
        <source>The microphone fell silent once. Do not count beats across it.</source>
        <translation>Mikrofonen ble stum én gang. Ikke tell slag over oppholdet.</translation>
    </message>
    <message>
        <source>New referral with it</source>
        <translation>Ny henvisning med den</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
</context>
<context>
    <name>SoundCharts</name>
    <message>
        <source>Waveform</source>
        <translation>Bølgeform</translation>
    </message>
    <message>
        <source>Spectrogram, Hz</source>
        <translation>Spektrogram, Hz</translation>
    </message>
</context>
<context>
    <name>SoundFlow</name>
    <message>
        <source>{title}, with gaps</source>
        <translation>{title}, med opphold</translation>
    </message>
    <message>
        <source>Stethoscope, {day} {time}</source>
        <translation>Stetoskop, {day} {time}</translation>
    </message>
</context>
<context>
    <name>SoundPane</name>
    <message>
        <source>{problem} from {start} to {end} s</source>
        <translation>{problem} fra {start} til {end} s</translation>
    </message>
    <message>
        <source>Set the edges first, with B and E or by the mouse.</source>
        <translation>Sett kantene først, med B og E eller med musen.</translation>
    </message>
    <message>
        <source>Mark from beat to beat, with B and E, to read the rate</source>
        <translation>Marker fra slag til slag, med B og E, for å lese frekvensen</translation>
    </message>
    <message>
        <source>{start} to {end} s, {length} s</source>
        <translation>{start} til {end} s, {length} s</translation>
    </message>
    <message>
        <source>{count} beats</source>
        <translation>{count} slag</translation>
    </message>
    <message>
        <source>1 beat</source>
        <translation>1 slag</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Spill av eller pause</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Sløyfe</translation>
    </message>
    <message>
        <source>Beginning of the loop here</source>
        <translation>Sløyfens begynnelse her</translation>
    </message>
    <message>
        <source>End of the loop here</source>
        <translation>Sløyfens slutt her</translation>
    </message>
    <message>
        <source>0.1 s back</source>
        <translation>0,1 s tilbake</translation>
    </message>
    <message>
        <source>0.1 s on</source>
        <translation>0,1 s fram</translation>
    </message>
    <message>
        <source>1 s back</source>
        <translation>1 s tilbake</translation>
    </message>
    <message>
        <source>1 s on</source>
        <translation>1 s fram</translation>
    </message>
    <message>
        <source>One more beat between the edges</source>
        <translation>Ett slag til mellom kantene</translation>
    </message>
    <message>
        <source>One beat less between the edges</source>
        <translation>Ett slag mindre mellom kantene</translation>
    </message>
    <message>
        <source>Next speed, pitch kept</source>
        <translation>Neste hastighet, tonehøyde beholdt</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>Sterkere</translation>
    </message>
    <message>
        <source>Softer</source>
        <translation>Svakere</translation>
    </message>
    <message>
        <source>Only what is between the edges, or all</source>
        <translation>Bare det som er mellom kantene, eller alt</translation>
    </message>
    <message>
        <source>Make a finding of the loop</source>
        <translation>Lag et funn av sløyfen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Nullstill</translation>
    </message>
    <message>
        <source>Filter {number}</source>
        <translation>Filter {number}</translation>
    </message>
    <message>
        <source>No loudspeaker was found. Connect headphones and press Play again.</source>
        <translation>Fant ingen høyttaler. Koble til hodetelefoner og trykk Spill av på nytt.</translation>
    </message>
</context>
<context>
    <name>SoundTransport</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Spill av</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>Sløyfe</translation>
    </message>
    <message>
        <source>Speed, pitch kept</source>
        <translation>Hastighet, tonehøyde beholdt</translation>
    </message>
    <message>
        <source>Finding from the loop</source>
        <translation>Funn fra sløyfen</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Unfiltered</source>
        <translation>Ufiltrert</translation>
    </message>
    <message>
        <source>Bell 20–200</source>
        <translation>Klokke 20–200</translation>
    </message>
    <message>
        <source>Diaphragm 100–500</source>
        <translation>Membran 100–500</translation>
    </message>
    <message>
        <source>Wide 20–1000</source>
        <translation>Bred 20–1000</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>Lydstyrke</translation>
    </message>
    <message>
        <source>Softer, down to −{most} dB</source>
        <translation>Svakere, ned til −{most} dB</translation>
    </message>
    <message>
        <source>Louder, up to +{most} dB</source>
        <translation>Sterkere, opp til +{most} dB</translation>
    </message>
</context>
<context>
    <name>SpecialtyFields</name>
    <message>
        <source>Choose …</source>
        <translation>Velg …</translation>
    </message>
</context>
<context>
    <name>Statistics</name>
    <message>
        <source>30 days</source>
        <translation>30 dager</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 dager</translation>
    </message>
    <message>
        <source>A year</source>
        <translation>Ett år</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Sent by you</source>
        <translation>Sendt av deg</translation>
    </message>
    <message>
        <source>Sent to you</source>
        <translation>Sendt til deg</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>Åpne nå</translation>
    </message>
    <message>
        <source>Overdue now</source>
        <translation>Over fristen nå</translation>
    </message>
    <message>
        <source>Median to the first answer</source>
        <translation>Median til første svar</translation>
    </message>
    <message>
        <source>At a glance</source>
        <translation>Kort oversikt</translation>
    </message>
    <message>
        <source>Of fewer than {count} the count is shown, but no median, percentile or per cent: one case more would change it all.</source>
        <translation>Av færre enn {count} vises antallet, men ingen median, persentil eller prosent: én sak til ville endret alt.</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Retning</translation>
    </message>
    <message>
        <source>Cases in this period</source>
        <translation>Saker i perioden</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabell</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Linje</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Tall</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Verdi</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Av</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Enhet</translation>
    </message>
    <message>
        <source>By specialty</source>
        <translation>Etter fagområde</translation>
    </message>
    <message>
        <source>Specialty</source>
        <translation>Fagområde</translation>
    </message>
    <message>
        <source>Where they stand</source>
        <translation>Hvor de står</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Time to the first answer</source>
        <translation>Tid til første svar</translation>
    </message>
    <message>
        <source>Wanted within</source>
        <translation>Ønsket innen</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Besvart</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>90th percentile</source>
        <translation>90-persentil</translation>
    </message>
    <message>
        <source>In time</source>
        <translation>I tide</translation>
    </message>
    <message>
        <source>Not due yet</source>
        <translation>Fristen ikke ute</translation>
    </message>
    <message>
        <source>From sending to the first answer, by the clocks of both computers. In time: of those that are answered or whose time is over.</source>
        <translation>Fra sending til første svar, etter klokkene på begge datamaskinene. I tide: av dem som er besvart, eller der fristen er ute.</translation>
    </message>
    <message>
        <source>From arrival here to opening</source>
        <translation>Fra den kom hit til den ble åpnet</translation>
    </message>
    <message>
        <source>From sending to opening</source>
        <translation>Fra sending til åpning</translation>
    </message>
    <message>
        <source>Until it was opened</source>
        <translation>Tid til åpning</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Åpnet</translation>
    </message>
    <message>
        <source>Until it was allocated</source>
        <translation>Til den ble fordelt</translation>
    </message>
    <message>
        <source>Allocated</source>
        <translation>Fordelt</translation>
    </message>
    <message>
        <source>From sending to the coordinator&apos;s choice</source>
        <translation>Fra sending til koordinatorens valg</translation>
    </message>
    <message>
        <source>What was decided</source>
        <translation>Hva som ble bestemt</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Beslutning</translation>
    </message>
    <message>
        <source>Answered cases</source>
        <translation>Besvarte saker</translation>
    </message>
    <message>
        <source>Referrals avoided</source>
        <translation>Henvisninger unngått</translation>
    </message>
    <message>
        <source>No journey asked for</source>
        <translation>Ingen reise nødvendig</translation>
    </message>
    <message>
        <source>Referrals avoided: the latest answer is “{treat}”. No journey: “{treat}” or “{video}”. Whether somebody travelled after all is not known here. A second specialist&apos;s answer is counted as a case of its own.</source>
        <translation>Henvisninger unngått: det siste svaret er «{treat}». Ingen reise: «{treat}» eller «{video}». Om noen reiste likevel, er ikke kjent her. Svaret fra en spesialist til telles som en egen sak.</translation>
    </message>
    <message>
        <source>Avoided</source>
        <translation>Unngått</translation>
    </message>
    <message>
        <source>A specialist has one word for all recordings of a case; each is counted with that of the first answer after it came, and an eye that could not be graded as not usable. The check is the one at the sender&apos;s, before sending; what it had found is told of limited and unusable recordings.</source>
        <translation>En spesialist har ett ord for alle opptakene i en sak; hvert opptak telles med ordet i det første svaret etter at det kom, og et øye som ikke kunne graderes, som ikke brukbart. Kontrollen er den hos avsenderen, før sending; det den hadde funnet, oppgis for begrensede og ubrukelige opptak.</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Opptak av</translation>
    </message>
    <message>
        <source>Judged</source>
        <translation>Vurdert</translation>
    </message>
    <message>
        <source>Limited or not usable</source>
        <translation>Begrenset eller ikke brukbart</translation>
    </message>
    <message>
        <source>Of these not usable</source>
        <translation>Av disse ikke brukbare</translation>
    </message>
    <message>
        <source>What the check had found</source>
        <translation>Hva kontrollen hadde funnet</translation>
    </message>
    <message>
        <source>Your recordings</source>
        <translation>Dine opptak</translation>
    </message>
    <message>
        <source>Recordings from people who have left</source>
        <translation>Opptak fra personer som har sluttet</translation>
    </message>
    <message>
        <source>Recordings from {unit}</source>
        <translation>Opptak fra {unit}</translation>
    </message>
    <message>
        <source>Nothing {count}</source>
        <translation>Ingenting {count}</translation>
    </message>
    <message>
        <source>The right specialist</source>
        <translation>Riktig spesialist</translation>
    </message>
    <message>
        <source>Fast enough</source>
        <translation>Raskt nok</translation>
    </message>
    <message>
        <source>How it went</source>
        <translation>Hvordan det gikk</translation>
    </message>
    <message>
        <source>Outcomes told</source>
        <translation>Meldte utfall</translation>
    </message>
    <message>
        <source>As the senders told it after the follow-up.</source>
        <translation>Slik avsenderne meldte det etter oppfølgingen.</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>Saker</translation>
    </message>
</context>
<context>
    <name>StatisticsFlow</name>
    <message>
        <source>Save as CSV</source>
        <translation>Lagre som CSV</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabeller (*.csv)</translation>
    </message>
    <message>
        <source>Referrals until {day}</source>
        <translation>Henvisninger til {day}</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>Lagret som {name}</translation>
    </message>
</context>
<context>
    <name>StatisticsScreen</name>
    <message>
        <source>Counting …</source>
        <translation>Teller …</translation>
    </message>
    <message>
        <source>Nothing was counted. Choose a period above to try again.</source>
        <translation>Ingenting ble talt. Velg en periode over for å prøve igjen.</translation>
    </message>
    <message>
        <source>Counted: {count} cases</source>
        <translation>Talt: {count} saker</translation>
    </message>
    <message>
        <source>Nothing is counted yet</source>
        <translation>Ingenting er talt ennå</translation>
    </message>
    <message>
        <source>Counted {when}, on this computer. No patient is named.</source>
        <translation>Talt {when}, på denne datamaskinen. Ingen pasient er navngitt.</translation>
    </message>
    <message>
        <source>You have sent nothing</source>
        <translation>Du har ikke sendt noe</translation>
    </message>
    <message>
        <source>Nothing was sent to you</source>
        <translation>Ingenting er sendt til deg</translation>
    </message>
    <message>
        <source>Figures come by themselves with the first referral.</source>
        <translation>Tallene kommer av seg selv med den første henvisningen.</translation>
    </message>
    <message>
        <source>Not since {day}. Choose a longer period above.</source>
        <translation>Ikke siden {day}. Velg en lengre periode over.</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periode</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistikk</translation>
    </message>
    <message>
        <source>Save as CSV …</source>
        <translation>Lagre som CSV …</translation>
    </message>
    <message>
        <source>Back to the referrals</source>
        <translation>Tilbake til henvisningene</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Retning</translation>
    </message>
</context>
<context>
    <name>StepEditor</name>
    <message>
        <source>Write here</source>
        <translation>Skriv her</translation>
    </message>
    <message>
        <source>Add person</source>
        <translation>Legg til person</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Step {number} of {count}: {name}</source>
        <translation>Steg {number} av {count}: {name}</translation>
    </message>
</context>
<context>
    <name>StillCard</name>
    <message>
        <source>Keep in the record</source>
        <translation>Lagre i journalen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Slett</translation>
    </message>
    <message>
        <source>New referral with it</source>
        <translation>Ny henvisning med bildet</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Lukk</translation>
    </message>
    <message>
        <source>The other person</source>
        <translation>Den andre</translation>
    </message>
    <message>
        <source>The picture is being taken</source>
        <translation>Bildet tas</translation>
    </message>
    <message>
        <source>{name} is asked to hold still.</source>
        <translation>{name} blir bedt om å holde seg i ro.</translation>
    </message>
    <message>
        <source>Taken at {time}, {width} × {height}. {name} was told before.</source>
        <translation>Tatt kl. {time}, {width} × {height}. {name} fikk vite det på forhånd.</translation>
    </message>
    <message>
        <source>The call is over: {name} may not be told what you choose.</source>
        <translation>Samtalen er over: {name} får kanskje ikke vite hva du velger.</translation>
    </message>
    <message>
        <source>{name} has been told.</source>
        <translation>{name} har fått vite det.</translation>
    </message>
    <message>
        <source>{name} may not have been told.</source>
        <translation>Det er ikke sikkert at {name} har fått vite det.</translation>
    </message>
    <message>
        <source>Keep this picture of {name}?</source>
        <translation>Lagre dette bildet av {name}?</translation>
    </message>
    <message>
        <source>The picture is being sealed …</source>
        <translation>Bildet forsegles …</translation>
    </message>
    <message>
        <source>Kept in the record of {name}</source>
        <translation>Bildet ligger i journalen til {name}</translation>
    </message>
    <message>
        <source>Sealed on this computer, unaltered, {width} × {height}.</source>
        <translation>Forseglet på denne datamaskinen, uendret, {width} × {height}.</translation>
    </message>
</context>
<context>
    <name>StillFlow</name>
    <message>
        <source>A picture was not kept.</source>
        <translation>Et bilde ble ikke lagret.</translation>
    </message>
    <message>
        <source>It was deleted because another visit was opened.</source>
        <translation>Det ble slettet fordi en annen konsultasjon ble åpnet.</translation>
    </message>
    <message>
        <source>The picture is deleted.</source>
        <translation>Bildet er slettet.</translation>
    </message>
    <message>
        <source>The patient may not have been told of it.</source>
        <translation>Det er ikke sikkert at pasienten har fått vite det.</translation>
    </message>
    <message>
        <source>Picture from the visit, {day}</source>
        <translation>Bilde fra konsultasjonen, {day}</translation>
    </message>
</context>
<context>
    <name>ThumbStrip</name>
    <message>
        <source>new</source>
        <translation>ny</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Undo</source>
        <translation>Angre</translation>
    </message>
</context>
<context>
    <name>TodayFlow</name>
    <message>
        <source>The message is sent.</source>
        <translation>Meldingen er sendt.</translation>
    </message>
    <message>
        <source>The old link no longer works.</source>
        <translation>Den gamle lenken virker ikke lenger.</translation>
    </message>
    <message>
        <source>The sender of the referral has the old one. Give them the new one.</source>
        <translation>Avsenderen av henvisningen har den gamle. Gi avsenderen den nye.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Lagret.</translation>
    </message>
    <message>
        <source>The sender of the referral was told of it. Tell them, and the patient.</source>
        <translation>Avsenderen av henvisningen har fått vite om den. Gi beskjed dit, og til pasienten.</translation>
    </message>
    <message>
        <source>The visit is cancelled.</source>
        <translation>Konsultasjonen er avlyst.</translation>
    </message>
</context>
<context>
    <name>TodayScreen</name>
    <message>
        <source>{name} is waiting</source>
        <translation>{name} venter</translation>
    </message>
    <message>
        <source>Admit the first</source>
        <translation>Slipp inn den første</translation>
    </message>
    <message>
        <source>Message to the first</source>
        <translation>Melding til den første</translation>
    </message>
    <message>
        <source>New visit</source>
        <translation>Ny konsultasjon</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Venter</translation>
    </message>
    <message>
        <source>Sound repeats every 20 s</source>
        <translation>Lyden gjentas hvert 20. sekund</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Demp varselet</translation>
    </message>
    <message>
        <source>The day</source>
        <translation>Dagen</translation>
    </message>
    <message>
        <source>Not connected. Ring the patient, or wait until the line is back.</source>
        <translation>Ikke tilkoblet. Ring pasienten, eller vent til linjen er tilbake.</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Senere</translation>
    </message>
    <message>
        <source>Not connected since {time}.</source>
        <translation>Ikke tilkoblet siden {time}.</translation>
    </message>
    <message>
        <source>Not connected.</source>
        <translation>Ikke tilkoblet.</translation>
    </message>
    <message>
        <source>Patients cannot reach you. Trying again.</source>
        <translation>Pasienter når deg ikke. Prøver igjen.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Emergency</source>
        <translation>Akutt</translation>
    </message>
    <message>
        <source>Back to the day. The call goes on</source>
        <translation>Tilbake til dagen. Samtalen fortsetter</translation>
    </message>
    <message>
        <source>The visit has lasted {time}</source>
        <translation>Samtalen har vart i {time}</translation>
    </message>
</context>
<context>
    <name>TorsoMap</name>
    <message>
        <source>recorded</source>
        <translation>tatt opp</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>ikke tatt opp</translation>
    </message>
</context>
<context>
    <name>Triage</name>
    <message>
        <source>Wish to be dead, past month</source>
        <translation>Ønske om å være død, siste måned</translation>
    </message>
    <message>
        <source>Thoughts of suicide, past month</source>
        <translation>Tanker om selvmord, siste måned</translation>
    </message>
    <message>
        <source>Thoughts of how, past month</source>
        <translation>Tanker om hvordan, siste måned</translation>
    </message>
    <message>
        <source>Some intent to act on them, past month</source>
        <translation>Noe hensikt om å gjøre det, siste måned</translation>
    </message>
    <message>
        <source>A plan worked out, with intent, past month</source>
        <translation>Utarbeidet plan, med hensikt, siste måned</translation>
    </message>
    <message>
        <source>Suicidal behaviour, ever</source>
        <translation>Selvmordsatferd, noen gang</translation>
    </message>
    <message>
        <source>Suicidal behaviour, past three months</source>
        <translation>Selvmordsatferd, siste tre måneder</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nei</translation>
    </message>
    <message>
        <source>Ideation level {level} ({list}: {code})</source>
        <translation>Tankenivå {level} ({list}: {code})</translation>
    </message>
    <message>
        <source>High by the screener&apos;s rule</source>
        <translation>Høy etter skjemaets regel</translation>
    </message>
    <message>
        <source>Not high by the rule, which does not exclude a risk.</source>
        <translation>Ikke høy etter regelen, og det utelukker ikke risiko.</translation>
    </message>
    <message>
        <source>Judgement: {text}</source>
        <translation>Vurdering: {text}</translation>
    </message>
    <message>
        <source>Plan opened {time}</source>
        <translation>Planen åpnet {time}</translation>
    </message>
    <message>
        <source>Informed {time}: {who}</source>
        <translation>Informert {time}: {who}</translation>
    </message>
</context>
<context>
    <name>TriageForm</name>
    <message>
        <source>Open the safety plan</source>
        <translation>Åpne sikkerhetsplanen</translation>
    </message>
    <message>
        <source>Plan opened {time}</source>
        <translation>Planen åpnet {time}</translation>
    </message>
    <message>
        <source>Who was informed</source>
        <translation>Hvem ble informert</translation>
    </message>
    <message>
        <source>My judgement</source>
        <translation>Min vurdering</translation>
    </message>
    <message>
        <source>Texts: {name}. {licence}</source>
        <translation>Tekster: {name}. {licence}</translation>
    </message>
    <message>
        <source>The order of the C-SSRS screener in neutral words; its own texts are not included.</source>
        <translation>Rekkefølgen fra C-SSRS-skjemaet med nøytrale ord; dets egne tekster er ikke med.</translation>
    </message>
    <message>
        <source>The clinic&apos;s file of texts cannot be used.</source>
        <translation>Klinikkens fil med tekster kan ikke brukes.</translation>
    </message>
    <message>
        <source>Two answers contradict each other.</source>
        <translation>To svar motsier hverandre.</translation>
    </message>
    <message>
        <source>Ask again and correct them.</source>
        <translation>Spør på nytt og rett dem.</translation>
    </message>
    <message>
        <source>High by the screener&apos;s rule</source>
        <translation>Høy etter skjemaets regel</translation>
    </message>
    <message>
        <source>It asks for a safety plan, and for somebody who is informed.</source>
        <translation>Den krever en sikkerhetsplan, og at noen blir informert.</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Akutt</translation>
    </message>
    <message>
        <source>The rule does not say high</source>
        <translation>Regelen sier ikke høy</translation>
    </message>
    <message>
        <source>That does not exclude a risk of suicide. Your judgement counts.</source>
        <translation>Det utelukker ikke selvmordsfare. Det er din vurdering som gjelder.</translation>
    </message>
    <message>
        <source>Questions left: {number}</source>
        <translation>Spørsmål igjen: {number}</translation>
    </message>
</context>
<context>
    <name>TriagePart</name>
    <message>
        <source>Questions about suicide</source>
        <translation>Spørsmål om selvmord</translation>
    </message>
    <message>
        <source>Ask the questions</source>
        <translation>Still spørsmålene</translation>
    </message>
    <message>
        <source>Sign answers</source>
        <translation>Signer svarene</translation>
    </message>
    <message>
        <source>Throw the draft of the answers away</source>
        <translation>Kast utkastet til svarene</translation>
    </message>
    <message>
        <source>These answers were begun in another visit.</source>
        <translation>Disse svarene ble påbegynt i en annen konsultasjon.</translation>
    </message>
    <message>
        <source>Ask each again, or throw the draft away and begin anew.</source>
        <translation>Still hvert spørsmål på nytt, eller kast utkastet og begynn på nytt.</translation>
    </message>
</context>
<context>
    <name>TrustPill</name>
    <message>
        <source>Opens the comparison of the four words</source>
        <translation>Åpner sammenligningen av de fire ordene</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Ikke tilkoblet</translation>
    </message>
    <message>
        <source>Encrypted, not verified</source>
        <translation>Kryptert, ikke bekreftet</translation>
    </message>
    <message>
        <source>Encrypted, known key</source>
        <translation>Kryptert, kjent nøkkel</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Bekreftet</translation>
    </message>
    <message>
        <source>The words differ</source>
        <translation>Ordene er ulike</translation>
    </message>
</context>
<context>
    <name>UnlockScreen</name>
    <message>
        <source>That is not the passphrase.</source>
        <translation>Dette er ikke passfrasen.</translation>
    </message>
    <message>
        <source>That is not the recovery key. Compare it with the sheet.</source>
        <translation>Dette er ikke gjenopprettingsnøkkelen. Sammenlign med arket.</translation>
    </message>
    <message>
        <source>Group {group} is not right. Compare it with the sheet.</source>
        <translation>Gruppe {group} er ikke riktig. Sammenlign med arket.</translation>
    </message>
    <message>
        <source>Unlock Vidda</source>
        <translation>Lås opp Vidda</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Spør på nytt</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passfrase</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Gjenopprettingsnøkkel</translation>
    </message>
    <message>
        <source>How to unlock</source>
        <translation>Måte å låse opp på</translation>
    </message>
    <message>
        <source>Nine groups; small letters and spaces are fine.</source>
        <translation>Ni grupper; små bokstaver og mellomrom går fint.</translation>
    </message>
    <message>
        <source>I have neither</source>
        <translation>Jeg har ingen av delene</translation>
    </message>
    <message>
        <source>Then the notes on this computer cannot be opened, by anybody. Nothing is deleted. Signed notes that were sent to the clinic may be read there. Ask your administrator for a new code to begin in a new profile.</source>
        <translation>Da kan notatene på denne datamaskinen ikke åpnes, av noen. Ingenting slettes. Signerte notater som er sendt til klinikken, kan kanskje leses der. Be administratoren om en ny kode for å begynne i en ny profil.</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Hva har skjedd</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Hva du kan gjøre</translation>
    </message>
    <message>
        <source>Caps Lock is on.</source>
        <translation>Caps Lock er på.</translation>
    </message>
    <message>
        <source>Try again in {seconds} s</source>
        <translation>Prøv igjen om {seconds} s</translation>
    </message>
    <message>
        <source>Unlocking …</source>
        <translation>Låser opp …</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Lås opp</translation>
    </message>
</context>
<context>
    <name>VersionList</name>
    <message>
        <source>Versions</source>
        <translation>Versjoner</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>Versjon {number}</translation>
    </message>
    <message>
        <source>Not verified</source>
        <translation>Ikke bekreftet</translation>
    </message>
    <message>
        <source>Nothing can be deleted or overwritten. New text is a new, dated version.</source>
        <translation>Ingenting kan slettes eller overskrives. Ny tekst er en ny, datert versjon.</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>bekreftet</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>ikke bekreftet</translation>
    </message>
</context>
<context>
    <name>VideoTransport</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Spill av</translation>
    </message>
    <message>
        <source>frame {number} of {count}</source>
        <translation>bilde {number} av {count}</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bilde</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Hastighet</translation>
    </message>
    <message>
        <source>Keep this frame</source>
        <translation>Behold dette bildet</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Spill av eller pause</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ett bilde tilbake</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ett bilde fram</translation>
    </message>
    <message>
        <source>1 s back</source>
        <translation>1 s tilbake</translation>
    </message>
    <message>
        <source>1 s on</source>
        <translation>1 s fram</translation>
    </message>
    <message>
        <source>Next speed</source>
        <translation>Neste hastighet</translation>
    </message>
</context>
<context>
    <name>VisitFields</name>
    <message>
        <source>Choose a time that is not over yet.</source>
        <translation>Velg et tidspunkt som ikke er over.</translation>
    </message>
    <message>
        <source>Choose a day within the next {days} days.</source>
        <translation>Velg en dag innen de neste {days} dagene.</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Dag</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Klokkeslett</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minutter</translation>
    </message>
    <message>
        <source>The visit is planned when you sign. The sender gets the time with the answer, and the link for the patient.</source>
        <translation>Konsultasjonen planlegges når du signerer. Avsenderen får tidspunktet med svaret, og lenken til pasienten.</translation>
    </message>
    <message>
        <source>At that time you have {name}, {start} to {end}.</source>
        <translation>Da har du {name}, {start} til {end}.</translation>
    </message>
    <message>
        <source>No free time was found. Write day and time.</source>
        <translation>Ingen ledig tid ble funnet. Skriv dag og klokkeslett.</translation>
    </message>
    <message>
        <source>Write day, month and year, like 24.11.2026.</source>
        <translation>Skriv dag, måned og år, som 24.11.2026.</translation>
    </message>
    <message>
        <source>Write hours and minutes, like 09:30.</source>
        <translation>Skriv timer og minutter, for eksempel 09:30.</translation>
    </message>
</context>
<context>
    <name>VisitLine</name>
    <message>
        <source>More for {name}</source>
        <translation>Mer for {name}</translation>
    </message>
    <message>
        <source>Open the visit</source>
        <translation>Åpne konsultasjonen</translation>
    </message>
    <message>
        <source>Show the link</source>
        <translation>Vis lenken</translation>
    </message>
    <message>
        <source>Make a new link</source>
        <translation>Lag en ny lenke</translation>
    </message>
    <message>
        <source>Did not take place …</source>
        <translation>Ble ikke gjennomført …</translation>
    </message>
    <message>
        <source>Cancel the visit</source>
        <translation>Avlys konsultasjonen</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Avsluttet</translation>
    </message>
    <message>
        <source>Did not take place</source>
        <translation>Ble ikke gjennomført</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Avlyst</translation>
    </message>
    <message>
        <source>Is here</source>
        <translation>Er her</translation>
    </message>
    <message>
        <source>Not opened</source>
        <translation>Ikke åpnet</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>Planlagt</translation>
    </message>
</context>
<context>
    <name>WaitRing</name>
    <message>
        <source>Waiting 1 minute</source>
        <translation>Har ventet 1 minutt</translation>
    </message>
    <message>
        <source>Waiting {count} minutes</source>
        <translation>Har ventet {count} minutter</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
</context>
<context>
    <name>WaitingCard</name>
    <message>
        <source>Nobody is waiting</source>
        <translation>Ingen venter</translation>
    </message>
    <message>
        <source>You hear a sound when someone comes.</source>
        <translation>Du hører en lyd når noen kommer.</translation>
    </message>
</context>
<context>
    <name>WaitingLine</name>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <source>Admit {name}, waiting {minutes} minutes</source>
        <translation>Slipp inn {name}, har ventet {minutes} minutter</translation>
    </message>
    <message>
        <source>Message to {name}</source>
        <translation>Melding til {name}</translation>
    </message>
    <message>
        <source>More for {name}</source>
        <translation>Mer for {name}</translation>
    </message>
    <message>
        <source>Known device</source>
        <translation>Kjent enhet</translation>
    </message>
    <message>
        <source>New device: ask who it is</source>
        <translation>Ny enhet: spør hvem det er</translation>
    </message>
    <message>
        <source>Check: all fine</source>
        <translation>Sjekk: alt virker</translation>
    </message>
    <message>
        <source>Check: weak network, sound fine</source>
        <translation>Sjekk: svakt nett, god lyd</translation>
    </message>
    <message>
        <source>Check: something does not work</source>
        <translation>Sjekk: noe virker ikke</translation>
    </message>
    <message>
        <source>Check: skipped</source>
        <translation>Sjekk: hoppet over</translation>
    </message>
    <message>
        <source>Admit</source>
        <translation>Slipp inn</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Melding</translation>
    </message>
    <message>
        <source>Did not take place …</source>
        <translation>Ble ikke gjennomført …</translation>
    </message>
</context>
<context>
    <name>WaitingScreen</name>
    <message>
        <source>Your time is {time}. It is {now} now.</source>
        <translation>Timen din er {time}. Klokka er {now}.</translation>
    </message>
    <message>
        <source>Come back to the waiting room</source>
        <translation>Kom tilbake til venterommet</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>Test på nytt</translation>
    </message>
    <message>
        <source>Ring me instead</source>
        <translation>Ring meg i stedet</translation>
    </message>
    <message>
        <source>Leave the waiting room</source>
        <translation>Forlat venterommet</translation>
    </message>
    <message>
        <source>Ring {number}.</source>
        <translation>Ring {number}.</translation>
    </message>
    <message>
        <source>The call was ended for safety</source>
        <translation>Samtalen ble avsluttet for sikkerhets skyld</translation>
    </message>
    <message>
        <source>You can close this window.</source>
        <translation>Du kan lukke dette vinduet.</translation>
    </message>
    <message>
        <source>The visit is finished</source>
        <translation>Konsultasjonen er avsluttet</translation>
    </message>
    <message>
        <source>The visit is still open. You can come back.</source>
        <translation>Samtalen er fortsatt åpen. Du kan komme tilbake.</translation>
    </message>
    <message>
        <source>You have left</source>
        <translation>Du har gått ut</translation>
    </message>
    <message>
        <source>The door does not open</source>
        <translation>Døra åpner seg ikke</translation>
    </message>
    <message>
        <source>Your place is kept.</source>
        <translation>Plassen din holdes av.</translation>
    </message>
    <message>
        <source>Ring {number} if it takes long.</source>
        <translation>Ring {number} hvis det tar lang tid.</translation>
    </message>
    <message>
        <source>We are connecting again</source>
        <translation>Vi kobler til igjen</translation>
    </message>
    <message>
        <source>{name}, {role}, lets you in as soon as possible.</source>
        <translation>{name}, {role}, slipper deg inn så snart som mulig.</translation>
    </message>
    <message>
        <source>{name} has left for now</source>
        <translation>{name} er borte en stund</translation>
    </message>
    <message>
        <source>{name} knows you are here</source>
        <translation>{name} vet at du er her</translation>
    </message>
    <message>
        <source>The clinic sees that you are here</source>
        <translation>Klinikken ser at du er her</translation>
    </message>
    <message>
        <source>Message from {name}, {time}</source>
        <translation>Melding fra {name}, {time}</translation>
    </message>
    <message>
        <source>You: {text}</source>
        <translation>Du: {text}</translation>
    </message>
    <message>
        <source>That is fine</source>
        <translation>Det er greit</translation>
    </message>
    <message>
        <source>I have to go. Ring me.</source>
        <translation>Jeg må gå. Ring meg.</translation>
    </message>
    <message>
        <source>Nobody hears you yet</source>
        <translation>Ingen hører deg ennå</translation>
    </message>
    <message>
        <source>We hear nothing from your microphone</source>
        <translation>Vi hører ingenting fra mikrofonen din</translation>
    </message>
    <message>
        <source>Microphone on</source>
        <translation>Mikrofonen er på</translation>
    </message>
    <message>
        <source>Microphone off</source>
        <translation>Mikrofonen er av</translation>
    </message>
    <message>
        <source>Camera on</source>
        <translation>Kameraet er på</translation>
    </message>
    <message>
        <source>Camera off</source>
        <translation>Kameraet er av</translation>
    </message>
    <message>
        <source>Nobody sees you yet</source>
        <translation>Ingen ser deg ennå</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>Only you see this</source>
        <translation>Bare du ser dette</translation>
    </message>
    <message>
        <source>You hear a sound when {name} lets you in.</source>
        <translation>Du hører en lyd når {name} slipper deg inn.</translation>
    </message>
    <message>
        <source>You can leave this window open and wait.</source>
        <translation>Du kan la vinduet stå åpent og vente.</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Something in Vidda went wrong.</source>
        <translation>Noe gikk galt i Vidda.</translation>
    </message>
    <message>
        <source>What you have written is kept. Try again; if it happens again, tell IT.</source>
        <translation>Det du har skrevet, er lagret. Prøv igjen; si fra til IT hvis det skjer på nytt.</translation>
    </message>
</context>
<context>
    <name>Workbench</name>
    <message>
        <source>colour</source>
        <translation>farge</translation>
    </message>
    <message>
        <source>red-free</source>
        <translation>rødfritt</translation>
    </message>
    <message>
        <source>red channel</source>
        <translation>rød kanal</translation>
    </message>
    <message>
        <source>blue channel</source>
        <translation>blå kanal</translation>
    </message>
    <message>
        <source>local contrast</source>
        <translation>lokal kontrast</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertert</translation>
    </message>
    <message>
        <source>brightness {value}</source>
        <translation>lysstyrke {value}</translation>
    </message>
    <message>
        <source>contrast {value}</source>
        <translation>kontrast {value}</translation>
    </message>
    <message>
        <source>turned {angle}°</source>
        <translation>dreid {angle}°</translation>
    </message>
    <message>
        <source>{number} mm</source>
        <translation>{number} mm</translation>
    </message>
    <message>
        <source>{number} disc diameters</source>
        <translation>{number} papillediametre</translation>
    </message>
    <message>
        <source>Drag from the middle outwards; or arrows and Enter, twice.</source>
        <translation>Dra fra midten og utover; eller piltaster og Enter, to ganger.</translation>
    </message>
    <message>
        <source>Drag to what the arrow shall point at; or arrows and Enter, twice.</source>
        <translation>Dra til det pilen skal peke på; eller piltaster og Enter, to ganger.</translation>
    </message>
    <message>
        <source>Click the place; or arrows and Enter.</source>
        <translation>Klikk på stedet; eller piltaster og Enter.</translation>
    </message>
    <message>
        <source>Drag from end to end; or arrows and Enter, twice.</source>
        <translation>Dra fra ende til ende; eller piltaster og Enter, to ganger.</translation>
    </message>
    <message>
        <source>Drag along something of known length; or arrows and Enter, twice.</source>
        <translation>Dra langs noe med kjent lengde; eller piltaster og Enter, to ganger.</translation>
    </message>
    <message>
        <source>Ruler off: the file&apos;s scale holds at the X-ray detector, where all looks larger. Press K and draw along a known length</source>
        <translation>Linjal av: Målestokken i filen gjelder ved røntgendetektoren, der alt ser større ut. Trykk K og tegn langs en kjent lengde</translation>
    </message>
    <message>
        <source>Ruler off: the file&apos;s scale holds at the X-ray detector, where all looks larger</source>
        <translation>Linjal av: Målestokken i filen gjelder ved røntgendetektoren, der alt ser større ut</translation>
    </message>
    <message>
        <source>Ruler off: no scale was set in this picture</source>
        <translation>Linjal av: ingen målestokk er satt i dette bildet</translation>
    </message>
    <message>
        <source>Ruler off: no scale set yet. Press K and draw along a known length</source>
        <translation>Linjal av: ingen målestokk er satt ennå. Trykk K og tegn langs en kjent lengde</translation>
    </message>
    <message>
        <source>Ruler off: pixels of this file are not square, so lengths depend on their direction</source>
        <translation>Linjal av: Bildepunktene i filen er ikke kvadratiske, så lengder avhenger av retningen</translation>
    </message>
    <message>
        <source>Ruler on: scale told by the file</source>
        <translation>Linjal på: målestokken er oppgitt i filen</translation>
    </message>
    <message>
        <source>Ruler on: scale set by hand in this picture</source>
        <translation>Linjal på: målestokken er satt for hånd i dette bildet</translation>
    </message>
</context>
<context>
    <name>_Part</name>
    <message>
        <source>Not saved. Your text stays here</source>
        <translation>Ikke lagret. Teksten blir stående her</translation>
    </message>
    <message>
        <source>Saved {time}</source>
        <translation>Lagret {time}</translation>
    </message>
    <message>
        <source>Throw draft away</source>
        <translation>Kast utkastet</translation>
    </message>
    <message>
        <source>Signed versions</source>
        <translation>Signerte versjoner</translation>
    </message>
    <message>
        <source>Nothing is signed yet.</source>
        <translation>Ingenting er signert ennå.</translation>
    </message>
</context>
</TS>
