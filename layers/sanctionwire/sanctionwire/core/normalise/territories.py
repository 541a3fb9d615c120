"""Countries and territories: code, short name, then further spellings, official, old and as adjectives.

Spellings that differ only in case, accents, punctuation, word order, or in "the", "of", "and" are not repeated.
Adjectives that fit more than one country (Congolese, Dominican, Korean) are left out. A long list goes on under the
same code.
"""

from __future__ import annotations

TERRITORIES = """
ad|Andorra|Principality of Andorra
ae|United Arab Emirates|UAE|Emirati
af|Afghanistan|Islamic Republic of Afghanistan|Islamic State of Afghanistan|Islamic Emirate of Afghanistan|Afghan
ag|Antigua and Barbuda
ai|Anguilla
al|Albania|Republic of Albania|Albanian
am|Armenia|Republic of Armenia|Armenian
an|Netherlands Antilles
ao|Angola|Republic of Angola|Angolan
aq|Antarctica
ar|Argentina|Argentine Republic|Argentinian|Argentine
as|American Samoa
at|Austria|Republic of Austria|Austrian
au|Australia|Commonwealth of Australia|Australian
aw|Aruba
ax|Åland Islands|Aland
az|Azerbaijan|Republic of Azerbaijan|Azerbaijani
ba|Bosnia and Herzegovina|Republic of Bosnia and Herzegovina|Bosnia|Bosnian
bb|Barbados
bd|Bangladesh|People's Republic of Bangladesh|Bangladeshi
be|Belgium|Kingdom of Belgium|Belgian
bf|Burkina Faso|Upper Volta|Burkinabe
bg|Bulgaria|Republic of Bulgaria|Bulgarian
bh|Bahrain|Kingdom of Bahrain|Bahraini
bi|Burundi|Republic of Burundi|Burundian
bj|Benin|Republic of Benin|Dahomey|Beninese
bl|Saint Barthélemy|St. Barthelemy
bm|Bermuda|Bermudian
bn|Brunei|Brunei Darussalam|Bruneian
bo|Bolivia|Bolivia, Plurinational State of|Bolivian
bq|Bonaire, Sint Eustatius and Saba|Bonaire|Caribbean Netherlands
br|Brazil|Federative Republic of Brazil|Brazilian
bs|Bahamas|Commonwealth of the Bahamas|Bahamian
bt|Bhutan|Kingdom of Bhutan|Bhutanese
bv|Bouvet Island
bw|Botswana|Republic of Botswana
by|Belarus|Republic of Belarus|Byelorussia|Belorussia|Byelorussian SSR|Belarusian
bz|Belize|British Honduras|Belizean
ca|Canada|Canadian
cc|Cocos (Keeling) Islands|Cocos Islands
cd|Democratic Republic of the Congo|Congo, Dem. Rep.|Congo-Kinshasa|DR Congo|DRC
cf|Central African Republic|CAR|Central African
cg|Republic of the Congo|Congo|Congo (Brazzaville)|Congo, Rep.
ch|Switzerland|Swiss Confederation|Swiss
ci|Côte d'Ivoire|Republic of Côte d'Ivoire|Cote d Ivoire|Ivory Coast|Ivorian
ck|Cook Islands
cl|Chile|Republic of Chile|Chilean
cm|Cameroon|Republic of Cameroon|Cameroonian
cn|China|People's Republic of China|Mainland China|PRC|Chinese
co|Colombia|Republic of Colombia|Colombian
cr|Costa Rica|Republic of Costa Rica|Costa Rican
cu|Cuba|Republic of Cuba|Cuban
cv|Cabo Verde|Republic of Cabo Verde|Cape Verde|Cape Verdean
cw|Curaçao
cx|Christmas Island
cy|Cyprus|Republic of Cyprus|Cypriot
cz|Czechia|Czech Republic|Czech
dd|East Germany|German Democratic Republic|GDR
de|Germany|Federal Republic of Germany|German
dj|Djibouti|Republic of Djibouti|Djiboutian
dk|Denmark|Kingdom of Denmark|Danish
dm|Dominica|Commonwealth of Dominica
do|Dominican Republic
dz|Algeria|People's Democratic Republic of Algeria|Algerian|Democratic and Popular Republic of Algeria
ec|Ecuador|Republic of Ecuador|Ecuadorian|Ecuadorean
ee|Estonia|Republic of Estonia|Estonian
eg|Egypt|Arab Republic of Egypt|Egyptian
eh|Western Sahara|Sahrawi Arab Democratic Republic
er|Eritrea|State of Eritrea|Eritrean
es|Spain|Kingdom of Spain|Spanish
et|Ethiopia|Federal Democratic Republic of Ethiopia|Ethiopian
fi|Finland|Republic of Finland|Finnish
fj|Fiji|Republic of Fiji|Fijian
fk|Falkland Islands|Falkland Islands (Malvinas)
fm|Micronesia|Micronesia, Federated States of
fo|Faroe Islands|Faeroe Islands
fr|France|French Republic|Metropolitan France|French
ga|Gabon|Gabonese Republic|Gabonese
gb|United Kingdom|United Kingdom of Great Britain and Northern Ireland|Great Britain|UK|England|Scotland|Wales
gb|Northern Ireland|British
gd|Grenada
ge|Georgia|Republic of Georgia|Georgian
gf|French Guiana
gg|Guernsey
gh|Ghana|Republic of Ghana|Ghanaian
gi|Gibraltar
gl|Greenland|Greenlandic
gm|Gambia|Republic of the Gambia|Gambian
gn|Guinea|Republic of Guinea|Guinea-Conakry|Guinean
gp|Guadeloupe
gq|Equatorial Guinea|Republic of Equatorial Guinea
gr|Greece|Hellenic Republic|Greek
gs|South Georgia and the South Sandwich Islands
gt|Guatemala|Republic of Guatemala|Guatemalan
gu|Guam
gw|Guinea-Bissau|Republic of Guinea-Bissau|Bissau-Guinean
gy|Guyana|Republic of Guyana|British Guiana|Guyanese
hk|Hong Kong|Hong Kong Special Administrative Region of China|Hong Kong Special Administrative Region|Hong Kong SAR
hk|Hong Kong, China
hm|Heard Island and McDonald Islands
hn|Honduras|Republic of Honduras|Honduran
hr|Croatia|Republic of Croatia|Croatian
ht|Haiti|Republic of Haiti|Haitian
hu|Hungary|Republic of Hungary|Hungarian
id|Indonesia|Republic of Indonesia|Indonesian
ie|Ireland|Republic of Ireland|Irish
il|Israel|State of Israel|Israeli
im|Isle of Man
in|India|Republic of India|Indian
io|British Indian Ocean Territory
iq|Iraq|Republic of Iraq|Iraqi
ir|Iran|Iran, Islamic Republic of|Persia|Iranian
is|Iceland|Republic of Iceland|Icelandic
it|Italy|Italian Republic|Italian
je|Jersey
jm|Jamaica|Jamaican
jo|Jordan|Hashemite Kingdom of Jordan|Jordanian
jp|Japan|Japanese
ke|Kenya|Republic of Kenya|Kenyan
kg|Kyrgyzstan|Kyrgyz Republic|Kirghizia|Kyrgyz
kh|Cambodia|Kingdom of Cambodia|Kampuchea|Khmer Republic|Cambodian
ki|Kiribati|Republic of Kiribati
km|Comoros|Union of the Comoros|Comorian
kn|Saint Kitts and Nevis|St. Kitts and Nevis
kp|North Korea|Korea, Democratic People's Republic of|DPRK|RPDC|North Korean
kr|South Korea|Korea, Republic of|ROK|South Korean
kw|Kuwait|State of Kuwait|Kuwaiti
ky|Cayman Islands|Cayman
kz|Kazakhstan|Republic of Kazakhstan|Kazakh|Kazakhstani
la|Laos|Lao People's Democratic Republic|Lao PDR|Laotian
lb|Lebanon|Lebanese Republic|Lebanese
lc|Saint Lucia|St. Lucia
li|Liechtenstein|Principality of Liechtenstein
lk|Sri Lanka|Democratic Socialist Republic of Sri Lanka|Ceylon|Sri Lankan
lr|Liberia|Republic of Liberia|Liberian
ls|Lesotho|Kingdom of Lesotho
lt|Lithuania|Republic of Lithuania|Lithuanian
lu|Luxembourg|Grand Duchy of Luxembourg|Luxembourgish
lv|Latvia|Republic of Latvia|Latvian
ly|Libya|State of Libya|Libyan Arab Jamahiriya|Socialist People's Libyan Arab Jamahiriya
ly|Great Socialist People's Libyan Arab Jamahiriya|Libyan
ma|Morocco|Kingdom of Morocco|Moroccan
mc|Monaco|Principality of Monaco|Monegasque
md|Moldova|Moldova, Republic of|Moldavia|Moldovan
me|Montenegro|Montenegrin
mf|Saint Martin|Saint Martin (French part)|St. Martin
mg|Madagascar|Republic of Madagascar|Malagasy
mh|Marshall Islands|Republic of the Marshall Islands|Marshallese
mk|North Macedonia|Republic of North Macedonia|Macedonia|FYROM|The former Yugoslav Republic of Macedonia
mk|Republic of Macedonia|Macedonian
ml|Mali|Republic of Mali|Malian
mm|Myanmar|Republic of Myanmar|Burma|Union of Myanmar|Republic of the Union of Myanmar
mm|Socialist Republic of the Union of Burma|Myanmar (Burma)|Burmese
mn|Mongolia|Mongolian
mo|Macau|Macao|Macao Special Administrative Region of China|Macao Special Administrative Region|Macau SAR
mp|Northern Mariana Islands|Commonwealth of the Northern Mariana Islands
mq|Martinique
mr|Mauritania|Islamic Republic of Mauritania|Mauritanian
ms|Montserrat
mt|Malta|Republic of Malta|Maltese
mu|Mauritius|Republic of Mauritius|Mauritian
mv|Maldives|Republic of Maldives|Maldivian
mw|Malawi|Republic of Malawi|Malawian
mx|Mexico|United Mexican States|Mexican
my|Malaysia|Malaysian
mz|Mozambique|Republic of Mozambique|Mozambican
na|Namibia|Republic of Namibia|Namibian
nc|New Caledonia
ne|Niger|Republic of the Niger|Nigerien
nf|Norfolk Island
ng|Nigeria|Federal Republic of Nigeria|Nigerian
ni|Nicaragua|Republic of Nicaragua|Nicaraguan
nl|Netherlands|Kingdom of the Netherlands|Holland|Dutch
no|Norway|Kingdom of Norway|Norwegian
np|Nepal|Federal Democratic Republic of Nepal|Nepalese|Nepali
nr|Nauru|Republic of Nauru
nu|Niue
nz|New Zealand|Aotearoa
om|Oman|Sultanate of Oman|Omani
pa|Panama|Republic of Panama|Panamanian
pe|Peru|Republic of Peru|Peruvian
pf|French Polynesia
pg|Papua New Guinea|Independent State of Papua New Guinea
ph|Philippines|Republic of the Philippines|Filipino
pk|Pakistan|Islamic Republic of Pakistan|Pakistani
pl|Poland|Republic of Poland|Polish
pm|Saint Pierre and Miquelon
pn|Pitcairn|Pitcairn Islands
pr|Puerto Rico
ps|Palestine|Palestine, State of|Palestinian|Palestinian Territories|Palestinian Territory
ps|Occupied Palestinian Territory|West Bank|Gaza|Gaza Strip|West Bank and Gaza
pt|Portugal|Portuguese Republic|Portuguese
pw|Palau|Republic of Palau
py|Paraguay|Republic of Paraguay|Paraguayan
qa|Qatar|State of Qatar|Qatari
re|Réunion
ro|Romania|Roumania|Rumania|Romanian
rs|Serbia|Republic of Serbia|Serbian
ru|Russia|Russian Federation|Russian
rw|Rwanda|Rwandese Republic|Republic of Rwanda|Rwandan
sa|Saudi Arabia|Kingdom of Saudi Arabia|KSA|Saudi|Saudi Arabian
sb|Solomon Islands
sc|Seychelles|Republic of Seychelles|Seychellois
sd|Sudan|Republic of the Sudan|Sudanese
se|Sweden|Kingdom of Sweden|Swedish
sg|Singapore|Republic of Singapore|Singaporean
sh|Saint Helena|Saint Helena, Ascension and Tristan da Cunha|St. Helena
si|Slovenia|Republic of Slovenia|Slovenian|Slovene
sj|Svalbard and Jan Mayen|Svalbard
sk|Slovakia|Slovak Republic|Slovak
sl|Sierra Leone|Republic of Sierra Leone|Sierra Leonean
sm|San Marino|Republic of San Marino
sn|Senegal|Republic of Senegal|Senegalese
so|Somalia|Federal Republic of Somalia|Somali Democratic Republic|Somali|Somalian
sr|Suriname|Republic of Suriname|Surinam|Dutch Guiana|Surinamese
ss|South Sudan|Republic of South Sudan|South Sudanese
st|Sao Tome and Principe|Democratic Republic of Sao Tome and Principe
sv|El Salvador|Republic of El Salvador|Salvadoran
sx|Sint Maarten|Sint Maarten (Dutch part)|St. Maarten
sy|Syria|Syrian Arab Republic|Syrian
sz|Eswatini|Kingdom of Eswatini|Swaziland|Kingdom of Swaziland|Swazi
tc|Turks and Caicos Islands
td|Chad|Republic of Chad|Chadian
tf|French Southern Territories|French Southern and Antarctic Lands
tg|Togo|Togolese Republic|Togolese
th|Thailand|Kingdom of Thailand|Siam|Thai
tj|Tajikistan|Republic of Tajikistan|Tadzhikistan|Tajik
tk|Tokelau
tl|Timor-Leste|Democratic Republic of Timor-Leste|East Timor
tm|Turkmenistan|Turkmenia|Turkmen
tn|Tunisia|Republic of Tunisia|Tunisian
to|Tonga|Kingdom of Tonga
tr|Türkiye|Republic of Türkiye|Turkey|Republic of Turkey|Turkish
tt|Trinidad and Tobago|Republic of Trinidad and Tobago|Trinidad|Trinidadian
tv|Tuvalu
tw|Taiwan|Taiwan, Province of China|Chinese Taipei|Taiwan, China|Republic of China|Taiwan, Republic of China
tw|Taiwanese
tz|Tanzania|Tanzania, United Republic of|Tanganyika|Tanzanian
ua|Ukraine|Ukrainian SSR|Ukrainian
ug|Uganda|Republic of Uganda|Ugandan
um|United States Minor Outlying Islands|U.S. Minor Outlying Islands
us|United States|United States of America|USA|U.S.|American
uy|Uruguay|Eastern Republic of Uruguay|Uruguayan
uz|Uzbekistan|Republic of Uzbekistan|Uzbek|Uzbekistani
va|Holy See|Holy See (Vatican City State)|Vatican|Vatican City|Vatican City State
vc|Saint Vincent and the Grenadines|St. Vincent and the Grenadines
ve|Venezuela|Venezuela, Bolivarian Republic of|Venezuelan
vg|British Virgin Islands|BVI
vi|U.S. Virgin Islands|Virgin Islands of the United States
vn|Vietnam|Viet Nam|Socialist Republic of Viet Nam|Socialist Republic of Vietnam|Vietnamese
vu|Vanuatu|Republic of Vanuatu|New Hebrides
wf|Wallis and Futuna|Wallis and Futuna Islands
ws|Samoa|Independent State of Samoa|Western Samoa|Samoan
xk|Kosovo|Republic of Kosovo|Kosovar
ye|Yemen|Republic of Yemen|Yemeni
yt|Mayotte
za|South Africa|Republic of South Africa|RSA|South African
zm|Zambia|Republic of Zambia|Northern Rhodesia|Zambian
zr|Zaire|Republic of Zaire|Zairian
zw|Zimbabwe|Republic of Zimbabwe|Rhodesia|Southern Rhodesia|Zimbabwean
cshh|Czechoslovakia|Czechoslovak Socialist Republic|Czech and Slovak Federal Republic
csxx|Serbia and Montenegro
suhh|Soviet Union|USSR|Union of Soviet Socialist Republics|former Soviet Union|former USSR|Soviet
yucs|Yugoslavia|Federal Republic of Yugoslavia|Socialist Federal Republic of Yugoslavia|former Yugoslavia|Yugoslav
"""

REGIONS = """
Undetermined|Unknown|None|na|n/a|Not available|Stateless|International
Crimea|Donetsk|Luhansk|Donbas|Sevastopol|Abkhazia|South Ossetia|Transnistria|Nagorno-Karabakh|Northern Cyprus
Somaliland|Puntland|Kafia Kingi|Northern Mali|Kurdistan|Arabic|Africa|Middle East|Asia|Europe
"""
"""What publishers put where a country belongs although it has no country code here."""
