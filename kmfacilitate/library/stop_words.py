"""Words that say nothing about what a line is about, in the languages that have a list."""

from __future__ import annotations

_LISTS = {
    "en": """
        a about after again all also an and any are as at be because been before being both but by can
        could did do does doing done down each even for from get got had has have having he her here him
        his how i if in into is it its just like made make may me more most much must my need no nor not
        now of off on once one only or other our out over own same she should so some such than that the
        their them then there these they this those through to too under until up upon us use used very
        was we well were what when where which while who whom why will with would you your
    """,
    "de": """
        aber alle als also am an auch auf aus bei bin bis da damit dann das dass dem den der des die dies
        diese doch dort du durch ein eine einem einen einer eines er es fur haben hat hier ich ihr im in
        ist ja kann kein man mehr mit muss nach nicht noch nur ob oder ohne schon sehr sein sich sie sind
        so uber um und uns unter vom von vor war was weil wenn wer wie wir wird wo zu zum zur
    """,
    "fr": """
        a ai au aux avec ce ces cette comme dans de des du elle elles en est et ete etre eu fait il ils je
        la le les leur leurs lui mais me meme mes mon ne nos notre nous on ont ou par pas plus pour qu que
        qui sa sans se ses si son sont sur ta te tes tout tres tu un une vos votre vous y
    """,
    "es": """
        a al algo ante como con cual de del desde donde dos e el ella ellos en entre era es esa ese eso
        esta este esto fue ha han hasta hay la las le les lo los mas me mi muy no nos o otra otro para
        pero por que se ser si sin sobre son su sus tambien te tiene todo tu un una uno unos y ya yo
    """,
    "it": """
        a ai al alla anche che chi ci come con da dal dalla degli dei del della delle di e ed era fra gli
        ha hanno ho i il in io la le lei li lo loro lui ma mi nei nel nella noi non o per perche piu quale
        quando quello questa questo se sei si sia sono su sua sue sul suo tra tu un una uno voi
    """,
    "nl": """
        aan al alle als bij daar dan dat de der deze die dit doch doen door dus een en er ge had heb
        hebben heeft het hier hij hoe hun ik in is ja je kan maar me meer men met mij mijn moet na naar
        niet niets nog nu of om omdat ons ook op over te tegen toch toen tot u uit van veel voor want was
        wat we wel werd wie wij worden zal ze zich zij zijn zo zonder
    """,
    "pt": """
        a ao aos as ate com como da das de dela dele do dos e ela ele eles em entre era essa esse esta
        este eu foi ha isso isto ja la lhe mais mas me mesmo meu minha muito na nao nas nem no nos o os ou
        para pela pelo por qual quando que se sem ser seu so sua tambem te tem um uma voce
    """,
}
STOP_WORDS = {language: frozenset(words.split()) for language, words in _LISTS.items()}
"""Language (two letters) → words as the index folds them."""
